package io.readback.bgp.interop;

import io.readback.lab.ContainerImage;
import io.readback.lab.ContainerLabTest;
import io.readback.lab.Lab;
import io.readback.lab.LabNode;

/** Sessions with the FRR of Debian 13. */
@ContainerLabTest
final class NewerFrrInteropIT extends FrrInterop {
  NewerFrrInteropIT() {
    super("FRR 10.3");
  }

  @Override
  LabNode node(Lab lab, String... addresses) {
    return lab.container("router", ContainerImage.TRIXIE, addresses).forwarding();
  }
}

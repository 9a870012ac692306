package io.readback.bgp.interop;

import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabTest;

/** Sessions with the FRR of Debian 12. */
@LabTest
final class FrrInteropIT extends FrrInterop {
  FrrInteropIT() {
    super("FRR 8.4");
  }

  @Override
  LabNode node(Lab lab, String... addresses) {
    return lab.router("router", addresses);
  }
}

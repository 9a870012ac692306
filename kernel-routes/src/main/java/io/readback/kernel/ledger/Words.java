package io.readback.kernel.ledger;

import io.readback.linux.Errno;
import io.readback.linux.netlink.KernelError;

/** What is said of the kernel's errors. */
final class Words {
  private Words() {}

  static String of(KernelError error) {
    return error.is(Errno.EPERM) || error.is(Errno.EACCES)
        ? error + "; this process needs CAP_NET_ADMIN"
        : error.toString();
  }
}

package io.readback.linux.netlink;

import io.readback.linux.Errno;

/**
 * Why the kernel refused a request.
 *
 * @param errno a positive error number
 * @param text the kernel's own words; empty where it said none
 */
public record KernelError(int errno, String text) {
  /** Reads the message of type NLMSG_ERROR that {@code reader} stands at. */
  static KernelError read(NlReader reader) {
    int errno = -reader.intAt(0);
    String text = "";
    if (reader.hasFlag(Netlink.NLM_F_ACK_TLVS)) {
      int echoed = Netlink.NLMSG_HDRLEN;
      if (!reader.hasFlag(Netlink.NLM_F_CAPPED)) {
        echoed = Math.max(echoed, (reader.intAt(4) + 3) & ~3);
      }
      NlAttributes attributes = reader.attributes(4 + echoed);
      while (attributes.next()) {
        if (attributes.type() == Netlink.NLMSGERR_ATTR_MSG) {
          text = attributes.asText();
        }
      }
    }
    return new KernelError(errno, text);
  }

  public boolean is(Errno e) {
    return errno == e.value();
  }

  /** {@code EINVAL: Nexthop has invalid gateway}, or the error's name and meaning. */
  @Override
  public String toString() {
    return text.isEmpty()
        ? Errno.describe(errno)
        : Errno.of(errno).map(Enum::toString).orElse("errno " + errno) + ": " + text;
  }
}

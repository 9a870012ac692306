package io.readback.bgp.session;

import io.readback.bgp.codec.CapabilityList;
import io.readback.bgp.message.Capability;
import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Open;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What to leave out of the OPEN for a peer that refuses some of it (RFC 5492 section 5). Immutable.
 *
 * @param parameters whether optional parameters are sent at all
 * @param refused capabilities that are left out
 */
record CapabilityFallback(boolean parameters, Set<Capability> refused) {
  static final CapabilityFallback NONE = new CapabilityFallback(true, Set.of());

  CapabilityFallback {
    refused = Set.copyOf(refused);
  }

  /** {@code open} without what the peer refuses. */
  Open apply(Open open) {
    List<Capability> kept =
        parameters
            ? open.capabilities().stream().filter(c -> !refused.contains(c)).toList()
            : List.of();
    return new Open(open.version(), open.asn(), open.holdTime(), open.bgpIdentifier(), kept);
  }

  /**
   * What follows from an answer to {@code sent}: 2/4 refuses all parameters; 2/7 the capabilities
   * in its data, or without data all that routes can do without. A capability in the data that was
   * not sent is one that the peer insists on: nothing to leave out.
   */
  CapabilityFallback after(Notification answer, Open sent) {
    if (answer.code() != ErrorCode.UNSUPPORTED_CAPABILITY.code()) {
      return this;
    }
    if (answer.subcode() == ErrorCode.UNSUPPORTED_OPTIONAL_PARAMETER.subcode()) {
      return new CapabilityFallback(false, refused);
    }
    if (answer.subcode() != ErrorCode.UNSUPPORTED_CAPABILITY.subcode()) {
      return this;
    }
    Set<Capability> next = new HashSet<>(refused);
    if (answer.data().isEmpty()) {
      sent.capabilities().stream().filter(CapabilityFallback::dispensable).forEach(next::add);
    } else {
      List<Capability> named = CapabilityList.read(answer.data());
      sent.capabilities().stream().filter(c -> isNamed(c, named)).forEach(next::add);
    }
    return new CapabilityFallback(parameters, next);
  }

  /** Families are refused one by one, everything else by its code. */
  private static boolean isNamed(Capability ours, List<Capability> named) {
    return named.stream()
        .anyMatch(
            n ->
                ours instanceof Capability.Multiprotocol
                    ? ours.equals(n)
                    : ours.code() == n.code());
  }

  private static boolean dispensable(Capability capability) {
    return !(capability instanceof Capability.Multiprotocol)
        && !(capability instanceof Capability.FourOctetAs);
  }
}

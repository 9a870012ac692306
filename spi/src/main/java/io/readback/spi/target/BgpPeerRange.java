package io.readback.spi.target;

import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.List;
import java.util.Optional;

/**
 * Sessions with whoever connects from certain addresses (dynamic neighbours): each is made when a
 * peer connects, announces the routes of this target, and is forgotten once the peer has left.
 *
 * @param template what the sessions are like; its peer is the name of the range, its peer address
 *     has no meaning, and its password is that of all peers
 * @param prefixes where peers may connect from, at least one
 * @param limit how many sessions there may be at a time, 1 or more
 */
public record BgpPeerRange(BgpSession template, List<IpPrefix> prefixes, int limit)
    implements TargetSpec {
  public BgpPeerRange {
    prefixes = List.copyOf(prefixes);
    if (prefixes.isEmpty()) {
      throw new IllegalArgumentException("a range of peers needs a prefix they connect from");
    }
    if (limit < 1) {
      throw new IllegalArgumentException(
          "a range of peers has room for 1 session or more but the limit is " + limit);
    }
    if (template.instance().listenPort().isEmpty()) {
      throw new IllegalArgumentException(
          "instance "
              + template.instance().name()
              + " does not listen, so nobody can connect to it");
    }
  }

  @Override
  public TargetId id() {
    return new TargetId(TargetKind.BGP_PEER_RANGE, template.instance().name(), template.peer());
  }

  /** Whether peers may connect from this address. */
  public boolean contains(IpAddress address) {
    return prefixes.stream().anyMatch(prefix -> prefix.contains(address));
  }

  /**
   * The session with a peer that has connected, named {@code RANGE-ADDRESS}.
   *
   * @param zone of a link-local address
   */
  public BgpSession session(IpAddress address, Optional<String> zone) {
    BgpSession.Builder session =
        template.toBuilder(template.peer() + "-" + address, address).passive(true).range(id());
    zone.ifPresent(session::zone);
    return session.build();
  }
}

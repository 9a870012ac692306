package io.readback.core.model;

import io.readback.spi.net.IpAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Settings of sessions that neither dialect has ({@code readback.io/v1alpha1} BgpPeerSettings). For
 * sessions of either dialect; a setting counts before what the dialect's own object says.
 *
 * @param nodes which nodes; empty: all
 * @param peers any of which a session has to match; none: every session
 * @param settings by field, in the order of the schema
 * @param drain takes the routes of the sessions away gently and then ends them
 */
public record BgpPeerSettings(
    String name,
    Optional<LabelSelector> nodes,
    List<PeerMatch> peers,
    List<SessionSetting> settings,
    Optional<Drain> drain,
    Optional<Instant> created,
    Origin origin) {
  /** The older first; those without a time by name, after all others. */
  public static final Comparator<BgpPeerSettings> BY_AGE =
      Comparator.<BgpPeerSettings, Instant>comparing(s -> s.created().orElse(Instant.MAX))
          .thenComparing(BgpPeerSettings::name);

  public BgpPeerSettings {
    peers = List.copyOf(peers);
    settings = List.copyOf(settings);
  }

  /** Selects peers; all that is given must agree. */
  public record PeerMatch(
      Optional<String> name, Optional<IpAddress> address, Optional<String> instance) {
    boolean matches(String otherInstance, String otherName, Optional<IpAddress> otherAddress) {
      return name.map(otherName::equals).orElse(true)
          && address.map(a -> otherAddress.equals(Optional.of(a))).orElse(true)
          && instance.map(otherInstance::equals).orElse(true);
    }
  }

  /**
   * Whether a session is selected.
   *
   * @param node the labels of the node
   * @param address the peer's; empty where it is not known before the session
   */
  public boolean selects(Labels node, String instance, String peer, Optional<IpAddress> address) {
    return nodes.map(selector -> selector.matches(node)).orElse(true)
        && (peers.isEmpty() || peers.stream().anyMatch(p -> p.matches(instance, peer, address)));
  }

  public ObjectRef ref() {
    return new ObjectRef("BgpPeerSettings", "", name);
  }
}

package io.readback.frr.show;

import io.readback.router.json.JsonDocuments;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.plugin.PluginException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * {@code show bgp summary json}.
 *
 * @param families the unicast families with neighbours; empty when the router runs no BGP instance
 */
public record BgpSummary(Map<AddressFamily, Family> families) {
  public BgpSummary {
    families =
        families.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new EnumMap<AddressFamily, Family>(families));
  }

  /**
   * The neighbours of one family.
   *
   * @param unnumbered neighbours that are known by an interface and not by an address
   */
  public record Family(SortedMap<IpAddress, Peer> peers, SortedSet<String> unnumbered) {
    public Family {
      peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
      unnumbered = Collections.unmodifiableSortedSet(new TreeSet<>(unnumbered));
    }
  }

  /**
   * A neighbour.
   *
   * @param asn 0 while not known
   * @param state such as {@code Established} or {@code Idle (Admin)}
   * @param peerState such as {@code OK}, {@code Policy}, {@code PfxCt}
   * @param uptime since established, and only then
   */
  public record Peer(
      long asn,
      String state,
      String peerState,
      Optional<Duration> uptime,
      long prefixesReceived,
      boolean dynamic) {
    public boolean established() {
      return state.equals("Established");
    }
  }

  /** The neighbour in a family. */
  public Optional<Peer> peer(AddressFamily family, IpAddress address) {
    return Optional.ofNullable(families.get(family)).map(f -> f.peers().get(address));
  }

  public static BgpSummary read(JsonDocuments documents) throws PluginException {
    Map<AddressFamily, Family> families = new EnumMap<>(AddressFamily.class);
    documents.nextMembers(
        (name, value) -> {
          if (name.equals("warning")) {
            throw Fields.unreadable("BGP summary", Fields.text(value, ""));
          }
          Optional<AddressFamily> family = Fields.family(name);
          if (family.isPresent()) {
            families.put(family.get(), family(name, value));
          }
        });
    return new BgpSummary(families);
  }

  private static Family family(String name, JsonNode node) throws PluginException {
    SortedMap<IpAddress, Peer> peers = new TreeMap<>();
    SortedSet<String> unnumbered = new TreeSet<>();
    JsonNode listed = node.get("peers");
    if (listed == null || !listed.isObject()) {
      // A family without neighbours has counters only.
      if (Fields.number(node, "totalPeers", 0) != 0 || Fields.number(node, "peerCount", 0) != 0) {
        throw Fields.unreadable("BGP summary", "'" + name + "' counts peers and lists none");
      }
      return new Family(peers, unnumbered);
    }
    for (Map.Entry<String, JsonNode> entry : listed.properties()) {
      Peer peer = peer(entry.getKey(), entry.getValue());
      Optional<IpAddress> address = IpAddress.tryParse(entry.getKey());
      if (address.isPresent()) {
        peers.put(address.get(), peer);
      } else {
        unnumbered.add(entry.getKey());
      }
    }
    return new Family(peers, unnumbered);
  }

  private static Peer peer(String key, JsonNode node) throws PluginException {
    String state = Fields.text(node, "state");
    if (state.isEmpty()) {
      throw Fields.unreadable("BGP summary", "no 'state' of neighbour " + key);
    }
    Optional<Duration> uptime =
        state.equals("Established")
            ? Optional.of(Duration.ofMillis(Fields.number(node, "peerUptimeMsec", 0)))
            : Optional.empty();
    return new Peer(
        Fields.number(node, "remoteAs", 0),
        state,
        Fields.text(node, "peerState"),
        uptime,
        Fields.number(node, "pfxRcd", 0),
        Fields.flag(node, "dynamicPeer"));
  }
}

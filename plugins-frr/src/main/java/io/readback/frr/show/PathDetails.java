package io.readback.frr.show;

import io.readback.router.json.JsonDocuments;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.route.Community;
import io.readback.spi.route.LargeCommunity;
import io.readback.spi.route.PathAttributes;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code show bgp ipv4 unicast PREFIX json}, and the same of IPv6: the attributes of a prefix's
 * paths by the peer that sent them. A path with a community that cannot be understood, such as an
 * alias, is left out: nothing can be said of it.
 */
public record PathDetails(SortedMap<IpAddress, PathAttributes> byPeer) {
  private static final Pattern COMMUNITY = Pattern.compile("([0-9]{1,5}):([0-9]{1,5})");
  private static final Pattern LARGE = Pattern.compile("([0-9]{1,10}):([0-9]{1,10}):([0-9]{1,10})");

  /** FRR writes these by name; the spelling in JSON has changed between releases. */
  private static final Map<String, Community> WELL_KNOWN =
      Map.ofEntries(
          Map.entry("internet", Community.of(0, 0)),
          Map.entry("gracefulshutdown", Community.of(0xffff, 0)),
          Map.entry("acceptown", Community.of(0xffff, 1)),
          Map.entry("routefiltertranslatedv4", Community.of(0xffff, 2)),
          Map.entry("routefilterv4", Community.of(0xffff, 3)),
          Map.entry("routefiltertranslatedv6", Community.of(0xffff, 4)),
          Map.entry("routefilterv6", Community.of(0xffff, 5)),
          Map.entry("llgrstale", Community.of(0xffff, 6)),
          Map.entry("nollgr", Community.of(0xffff, 7)),
          Map.entry("acceptownnexthop", Community.of(0xffff, 8)),
          Map.entry("blackhole", Community.of(0xffff, 666)),
          Map.entry("noexport", Community.of(0xffff, 0xff01)),
          Map.entry("noadvertise", Community.of(0xffff, 0xff02)),
          Map.entry("localas", Community.of(0xffff, 0xff03)),
          Map.entry("nopeer", Community.of(0xffff, 0xff04)));

  public PathDetails {
    byPeer = Collections.unmodifiableSortedMap(new TreeMap<>(byPeer));
  }

  /** An empty document means that the prefix is gone. */
  public static PathDetails read(JsonDocuments documents, IpPrefix prefix) throws PluginException {
    JsonNode document = documents.next();
    SortedMap<IpAddress, PathAttributes> byPeer = new TreeMap<>();
    if (document.isEmpty()) {
      return new PathDetails(byPeer);
    }
    JsonNode paths = document.get("paths");
    if (!Fields.prefix(Fields.text(document, "prefix")).equals(Optional.of(prefix))
        || paths == null
        || !paths.isArray()) {
      throw Fields.unreadable("paths of " + prefix, "another document came");
    }
    for (JsonNode path : paths) {
      Optional<IpAddress> peer = Fields.address(path.get("peer"), "peerId");
      Optional<PathAttributes> attributes = attributes(path);
      if (peer.isPresent() && attributes.isPresent()) {
        byPeer.putIfAbsent(peer.get(), attributes.get());
      }
    }
    return new PathDetails(byPeer);
  }

  private static Optional<PathAttributes> attributes(JsonNode path) {
    PathAttributes.Builder out = PathAttributes.builder();
    for (JsonNode word : list(path.get("community"))) {
      Optional<Community> community = community(word.asString(""));
      if (community.isEmpty()) {
        return Optional.empty();
      }
      out.community(community.get());
    }
    for (JsonNode word : list(path.get("largeCommunity"))) {
      Optional<LargeCommunity> large = large(word.asString(""));
      if (large.isEmpty()) {
        return Optional.empty();
      }
      out.largeCommunity(large.get());
    }
    long med = Fields.number(path, "metric", Fields.number(path, "med", -1));
    if (med >= 0 && med <= 0xffffffffL) {
      out.med(med);
    }
    return Optional.of(out.build());
  }

  private static Iterable<JsonNode> list(@Nullable JsonNode attribute) {
    JsonNode listed = attribute == null ? null : attribute.get("list");
    return listed == null ? java.util.List.of() : listed;
  }

  private static Optional<Community> community(String word) {
    Matcher m = COMMUNITY.matcher(word);
    if (m.matches()) {
      int high = Integer.parseInt(m.group(1));
      int low = Integer.parseInt(m.group(2));
      return high > 0xffff || low > 0xffff
          ? Optional.empty()
          : Optional.of(Community.of(high, low));
    }
    return Optional.ofNullable(
        WELL_KNOWN.get(word.replace("-", "").toLowerCase(java.util.Locale.ROOT)));
  }

  private static Optional<LargeCommunity> large(String word) {
    Matcher m = LARGE.matcher(word);
    if (!m.matches()) {
      return Optional.empty();
    }
    long[] parts = new long[3];
    for (int i = 0; i < 3; i++) {
      parts[i] = Long.parseLong(m.group(i + 1));
      if (parts[i] > 0xffffffffL) {
        return Optional.empty();
      }
    }
    return Optional.of(new LargeCommunity(parts[0], parts[1], parts[2]));
  }
}

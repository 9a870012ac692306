package io.readback.lab.router;

import io.readback.lab.LabException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Follows the file of JSON lines in which ExaBGP's messages stand, and keeps what they add up to.
 */
final class ExabgpMessages {
  private final Path file;
  private long position;
  private final Map<String, Neighbor> neighbors = new HashMap<>();

  ExabgpMessages(Path file) {
    this.file = file;
  }

  /** What a neighbour has sent up to now. */
  synchronized Neighbor of(String address) {
    read();
    return neighbors.computeIfAbsent(address, a -> new Neighbor());
  }

  private void read() {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      byte[] fresh = new byte[(int) (in.length() - position)];
      in.seek(position);
      in.readFully(fresh);
      int end = fresh.length;
      while (end > 0 && fresh[end - 1] != '\n') {
        end--;
      }
      position += end;
      new String(fresh, 0, end, StandardCharsets.UTF_8).lines().forEach(this::take);
    } catch (IOException e) {
      throw new LabException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Takes in a line; answers to commands stand between the messages. */
  private void take(String line) {
    if (!line.startsWith("{")) {
      return;
    }
    JsonNode root = Json.parse("exabgp", line);
    String address = root.path("neighbor").path("address").path("peer").asString("");
    if (!address.isEmpty()) {
      neighbors.computeIfAbsent(address, a -> new Neighbor()).take(root, line);
    }
  }

  /** What one neighbour has sent. */
  static final class Neighbor {
    private boolean up;
    private long updates;
    private String last = "";
    private final Set<String> capabilities = new TreeSet<>();

    /** By prefix, and then by path identifier where there are any. */
    private final Map<String, Map<String, HeldRoute>> routes = new HashMap<>();

    boolean isUp() {
      return up;
    }

    long updates() {
      return updates;
    }

    String last() {
      return last;
    }

    Set<String> capabilities() {
      return Collections.unmodifiableSet(capabilities);
    }

    List<HeldRoute> paths(String prefix) {
      return List.copyOf(routes.getOrDefault(prefix, Map.of()).values());
    }

    Set<String> prefixes() {
      return Collections.unmodifiableSet(routes.keySet());
    }

    int count(BgpPeer.Family family) {
      return (int) routes.keySet().stream().filter(p -> BgpPeer.Family.of(p) == family).count();
    }

    private void take(JsonNode root, String line) {
      last = line;
      JsonNode neighbor = root.path("neighbor");
      switch (root.path("type").asString("")) {
        case "state" -> {
          up = neighbor.path("state").asString("").equals("up");
          if (!up) {
            routes.clear();
          }
        }
        case "open" -> {
          capabilities.clear();
          neighbor
              .path("open")
              .path("capabilities")
              .forEach(c -> capabilities.add(c.path("name").asString("")));
        }
        case "update" -> update(neighbor.path("message").path("update"));
        default -> {}
      }
    }

    private void update(JsonNode update) {
      for (JsonNode family : update.path("withdraw")) {
        family.forEach(this::remove);
      }
      JsonNode attributes = update.path("attribute");
      for (JsonNode family : update.path("announce")) {
        for (Map.Entry<String, JsonNode> hop : family.properties()) {
          updates++;
          for (JsonNode n : hop.getValue()) {
            String prefix = n.path("nlri").asString("");
            routes
                .computeIfAbsent(prefix, p -> new TreeMap<>())
                .put(identifier(n), route(prefix, hop.getKey(), attributes));
          }
        }
      }
    }

    private void remove(JsonNode nlri) {
      routes.computeIfPresent(
          nlri.path("nlri").asString(""),
          (prefix, paths) -> {
            paths.remove(identifier(nlri));
            return paths.isEmpty() ? null : paths;
          });
    }

    private static String identifier(JsonNode nlri) {
      return nlri.path("path-information").asString("");
    }

    private static HeldRoute route(String prefix, String nextHop, JsonNode attributes) {
      List<String> asPath = new ArrayList<>();
      attributes.path("as-path").forEach(n -> asPath.add(n.asString()));
      return new HeldRoute(
          prefix,
          nextHop,
          String.join(" ", asPath),
          Json.number(attributes.path("local-preference")),
          Json.number(attributes.path("med")),
          tuples(attributes.path("community")),
          tuples(attributes.path("large-community")),
          HeldRoute.targets(attributes.path("extended-community").toString()),
          HeldRoute.bandwidths(attributes.path("extended-community").toString()));
    }

    private static List<String> tuples(JsonNode list) {
      List<String> out = new ArrayList<>();
      for (JsonNode tuple : list) {
        List<String> numbers = new ArrayList<>();
        tuple.forEach(n -> numbers.add(n.asString()));
        out.add(String.join(":", numbers));
      }
      return out;
    }
  }
}

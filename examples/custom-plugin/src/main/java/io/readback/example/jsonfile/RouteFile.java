package io.readback.example.jsonfile;

import io.readback.spi.net.IpPrefix;
import io.readback.spi.plugin.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A file {@code {"routes": [{"target": …, "prefix": …, "nextHops": […]}, …]}}. Replaced whole, by a
 * rename, so that a reader never sees half of it.
 */
final class RouteFile {
  private final Path path;

  RouteFile(Path path) {
    this.path = path;
  }

  /**
   * A route in the file.
   *
   * @param target whom it is for
   * @param nextHops addresses, or {@code self}
   */
  record Line(String target, IpPrefix prefix, List<String> nextHops) {
    Line {
      nextHops = List.copyOf(nextHops);
    }
  }

  boolean exists() {
    return Files.exists(path);
  }

  /** Whether the file holds exactly these routes. */
  boolean holds(List<Line> lines) {
    try {
      return exists() && read().equals(lines);
    } catch (PluginException e) {
      return false;
    }
  }

  List<Line> read() throws PluginException {
    String text;
    try {
      text = Files.readString(path);
    } catch (NoSuchFileException e) {
      throw new PluginException(PluginException.Kind.UNREACHABLE, path + " does not exist");
    } catch (IOException e) {
      throw new PluginException(
          PluginException.Kind.UNREACHABLE, path + " cannot be read: " + e.getMessage(), e);
    }
    try {
      List<Line> out = new ArrayList<>();
      for (Object entry : list(object(Json.parse(text)).get("routes"))) {
        Map<?, ?> route = object(entry);
        out.add(
            new Line(
                String.valueOf(route.get("target")),
                IpPrefix.parse(String.valueOf(route.get("prefix"))),
                list(route.get("nextHops")).stream().map(String::valueOf).toList()));
      }
      return out;
    } catch (IllegalArgumentException e) {
      throw new PluginException(
          PluginException.Kind.PROTOCOL, path + " is not a file of routes: " + e.getMessage(), e);
    }
  }

  private static Map<?, ?> object(@org.jspecify.annotations.Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("an object is expected instead of " + value);
  }

  private static List<?> list(@org.jspecify.annotations.Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("a list is expected instead of " + value);
  }

  void write(List<Line> lines) throws PluginException {
    StringBuilder out = new StringBuilder("{\"routes\": [");
    String separator = "\n";
    for (Line line : lines) {
      out.append(separator)
          .append("  {\"target\": ")
          .append(Json.quoted(line.target()))
          .append(", \"prefix\": ")
          .append(Json.quoted(line.prefix().toString()))
          .append(", \"nextHops\": [")
          .append(String.join(", ", line.nextHops().stream().map(Json::quoted).toList()))
          .append("]}");
      separator = ",\n";
    }
    out.append("\n]}\n");
    Path next = path.resolveSibling(path.getFileName() + ".new");
    try {
      Files.writeString(next, out);
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new PluginException(
          PluginException.Kind.RESOURCE, path + " cannot be written: " + e.getMessage(), e);
    }
  }
}

package io.readback.bench.routes;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * Routes to /32 prefixes, 10.0.0.0 and up. With several attribute sets route {@code i} carries
 * community 65001:(i mod sets), so that neighbouring prefixes never share a set: the hard case for
 * packing.
 *
 * @param count at most 16 million
 * @param sets of path attributes
 */
public record RouteSet(int count, int sets) {
  public static final int COMMUNITY_AS = 65001;

  private static final int FIRST = 10 << 24;

  /** The address of a route as a number. */
  public int address(int route) {
    return FIRST + route;
  }

  /** The address of a route as text. */
  public String text(int route) {
    return text((long) address(route));
  }

  private static String text(long address) {
    return (address >>> 24 & 255)
        + "."
        + (address >>> 16 & 255)
        + "."
        + (address >>> 8 & 255)
        + "."
        + (address & 255);
  }

  /** The second half of a route's community; empty when all routes have the same attributes. */
  public OptionalInt community(int route) {
    return sets > 1 ? OptionalInt.of(route % sets) : OptionalInt.empty();
  }

  /** A line for each route, in the language of one of the senders. */
  public interface Line {
    String of(String address, OptionalInt community);
  }

  /** Writes the routes line by line. */
  public void write(Path file, String head, Line line, String foot) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(head);
      for (int i = 0; i < count; i++) {
        out.write(line.of(text(i), community(i)));
        out.newLine();
      }
      out.write(foot);
    }
  }
}

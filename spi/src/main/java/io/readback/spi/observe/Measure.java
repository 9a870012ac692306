package io.readback.spi.observe;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A figure of an announcer for metrics. Nothing is decided by it.
 *
 * @param name lower-case words with dots between, the unit last where there is one, such as {@code
 *     readback.mrt.written.bytes}; the same name has the same kind, description and labels' names
 *     everywhere
 * @param description one sentence
 * @param labels what tells figures of one name apart; no secrets, and few different values
 */
public record Measure(
    String name, String description, Kind kind, SortedMap<String, String> labels, double value) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*([.][a-z][a-z0-9]*)*");
  private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9_]*");

  /** What a figure does. */
  public enum Kind {
    /** Only grows while the announcer lives. */
    COUNTER,
    GAUGE
  }

  public Measure {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not the name of a measure: '" + name + "'");
    }
    for (String label : labels.keySet()) {
      if (!LABEL.matcher(label).matches()) {
        throw new IllegalArgumentException("not the name of a label: '" + label + "'");
      }
    }
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /** A counter with one label. */
  public static Measure counter(
      String name, String description, String label, String of, double value) {
    return new Measure(name, description, Kind.COUNTER, one(label, of), value);
  }

  /** A gauge with one label. */
  public static Measure gauge(
      String name, String description, String label, String of, double value) {
    return new Measure(name, description, Kind.GAUGE, one(label, of), value);
  }

  private static SortedMap<String, String> one(String label, String value) {
    SortedMap<String, String> out = new TreeMap<>();
    out.put(label, value);
    return out;
  }
}

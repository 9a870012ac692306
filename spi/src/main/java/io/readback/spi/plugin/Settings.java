package io.readback.spi.plugin;

import io.readback.spi.Secret;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The parsed values of the keys that a factory declared. */
public final class Settings {
  private final Map<ConfigKey<?>, Object> values;

  private Settings(Map<ConfigKey<?>, Object> values) {
    this.values = values;
  }

  /**
   * The value of a declared key.
   *
   * @throws IllegalArgumentException when the key was not declared
   */
  @SuppressWarnings("unchecked")
  public <T> T get(ConfigKey<T> key) {
    Object value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("'" + key.name() + "' is not among the declared settings");
    }
    return (T) value;
  }

  /**
   * What was written, before parsing.
   *
   * @param texts scalar settings by dotted name
   * @param secrets resolved Secrets by dotted name of the reference, then by data key
   */
  public record Raw(
      SortedMap<String, String> texts, SortedMap<String, Map<String, Secret>> secrets) {
    public static final Raw EMPTY = new Raw(new TreeMap<>(), new TreeMap<>());

    public Raw {
      texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
      secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
    }
  }

  /** A setting that is wrong, missing or unknown. */
  public record Problem(String key, String message) {}

  /** Parsed settings, or everything that is wrong with them. */
  public record Result(Settings settings, List<Problem> problems) {
    public Result {
      problems = List.copyOf(problems);
    }
  }

  /** Parses {@code raw} by the declared {@code keys}, finding all faults at once. */
  public static Result parse(List<ConfigKey<?>> keys, Raw raw) {
    Map<ConfigKey<?>, Object> values = new HashMap<>();
    List<Problem> problems = new ArrayList<>();
    SortedMap<String, String> texts = new TreeMap<>(raw.texts());
    SortedMap<String, Map<String, Secret>> secrets = new TreeMap<>(raw.secrets());
    for (ConfigKey<?> key : keys) {
      if (key.isSecretReference()) {
        Map<String, Secret> secret = secrets.remove(key.name());
        values.put(key, secret == null ? Map.of() : Map.copyOf(secret));
        continue;
      }
      if (!key.elements().isEmpty()) {
        List<SortedMap<String, String>> items = items(key.name(), texts);
        List<Settings> parsed = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
          Result item = parse(key.elements(), new Raw(items.get(i), new TreeMap<>()));
          String prefix = key.name() + "[" + i + "].";
          item.problems().forEach(p -> problems.add(new Problem(prefix + p.key(), p.message())));
          parsed.add(item.settings());
        }
        values.put(key, List.copyOf(parsed));
        if (!texts.containsKey(key.name())) {
          continue;
        }
      }
      String text = texts.remove(key.name());
      if (text != null) {
        try {
          values.put(key, key.parse(text));
          continue;
        } catch (IllegalArgumentException e) {
          problems.add(
              new Problem(key.name(), "must be " + e.getMessage() + " but was '" + text + "'"));
        }
      } else if (key.isRequired()) {
        problems.add(new Problem(key.name(), "is required: " + key.description()));
      }
      key.fallback().ifPresent(f -> values.put(key, f));
    }
    for (String unknown : texts.keySet()) {
      problems.add(new Problem(unknown, "is not a setting here" + nearest(unknown, keys)));
    }
    for (String unknown : secrets.keySet()) {
      problems.add(new Problem(unknown, "is not a setting here" + nearest(unknown, keys)));
    }
    return new Result(new Settings(values), problems);
  }

  /** Takes out what is written of the elements of a list. */
  private static List<SortedMap<String, String>> items(
      String name, SortedMap<String, String> texts) {
    List<SortedMap<String, String>> items = new ArrayList<>();
    while (true) {
      String prefix = name + "[" + items.size() + "].";
      SortedMap<String, String> item = new TreeMap<>();
      SortedMap<String, String> written = texts.subMap(prefix, prefix + Character.MAX_VALUE);
      written.forEach((key, text) -> item.put(key.substring(prefix.length()), text));
      if (item.isEmpty()) {
        return items;
      }
      written.clear();
      items.add(item);
    }
  }

  private static String nearest(String name, List<ConfigKey<?>> keys) {
    String best = "";
    int bestDistance = Math.max(2, name.length() / 3) + 1;
    for (ConfigKey<?> key : keys) {
      int d = distance(name, key.name());
      if (d < bestDistance) {
        bestDistance = d;
        best = "; did you mean '" + key.name() + "'?";
      }
    }
    return best;
  }

  /** Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}

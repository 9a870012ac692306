package io.readback.core.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Labels or annotations: an immutable sorted map. */
public record Labels(SortedMap<String, String> values) {
  public static final Labels NONE = new Labels(new TreeMap<>());

  public Labels {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  public static Labels of(Map<String, String> values) {
    return values.isEmpty() ? NONE : new Labels(new TreeMap<>(values));
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** The value, or the fallback. */
  public String get(String key, String fallback) {
    return values.getOrDefault(key, fallback);
  }

  /** These labels with another one, which replaces one of the same key. */
  public Labels with(String key, String value) {
    SortedMap<String, String> more = new TreeMap<>(values);
    more.put(key, value);
    return new Labels(more);
  }

  @Override
  public String toString() {
    return values.toString();
  }
}

package io.readback.core.model;

import java.util.Comparator;

/** Names a Service. */
public record ServiceRef(String namespace, String name) implements Comparable<ServiceRef> {
  private static final Comparator<ServiceRef> ORDER =
      Comparator.comparing(ServiceRef::namespace).thenComparing(ServiceRef::name);

  /**
   * Reads {@code namespace/name}.
   *
   * @throws IllegalArgumentException when there is not exactly one slash between two names
   */
  public static ServiceRef parse(String text) {
    int slash = text.indexOf('/');
    if (slash <= 0 || slash == text.length() - 1 || text.indexOf('/', slash + 1) >= 0) {
      throw new IllegalArgumentException(
          "a Service is written namespace/name but was '" + text + "'");
    }
    return new ServiceRef(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public int compareTo(ServiceRef other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}

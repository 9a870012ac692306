package io.readback.core.model;

/** Names a Service. */
public record ServiceRef(String namespace, String name) implements Comparable<ServiceRef> {
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
    int c = namespace.compareTo(other.namespace);
    return c != 0 ? c : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}

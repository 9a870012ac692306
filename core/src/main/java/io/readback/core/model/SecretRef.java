package io.readback.core.model;

import java.util.Comparator;

/** Names a Secret. */
public record SecretRef(String namespace, String name) implements Comparable<SecretRef> {
  private static final Comparator<SecretRef> ORDER =
      Comparator.comparing(SecretRef::namespace).thenComparing(SecretRef::name);

  @Override
  public int compareTo(SecretRef other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}

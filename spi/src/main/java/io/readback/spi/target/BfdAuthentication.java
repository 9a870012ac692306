package io.readback.spi.target;

import io.readback.spi.Secret;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How BFD packets are authenticated (RFC 5880 section 6.7). We sign with the first key and take any
 * of them, so keys change without a flap: the new key is added on both sides, then made the first
 * one on both, then the old one is removed.
 *
 * @param keys at least one, no identifier twice
 */
public record BfdAuthentication(Type type, List<Key> keys) {
  /** The schemes, in the order of RFC 5880 section 4.1. Both sides use the same one. */
  public enum Type {
    /** The password stands in each packet, readable. */
    SIMPLE_PASSWORD(16),
    /** A digest, and a sequence number that may stay the same: what was sent can be sent again. */
    KEYED_MD5(16),
    /** A digest, and a sequence number that rises with each packet. */
    METICULOUS_KEYED_MD5(16),
    KEYED_SHA1(20),
    METICULOUS_KEYED_SHA1(20);

    private final int longestKey;

    Type(int longestKey) {
      this.longestKey = longestKey;
    }

    /** Octets. */
    public int longestKey() {
      return longestKey;
    }

    /** The word that manifests and documents use, such as {@code meticulous-keyed-sha1}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * One key.
   *
   * @param id 0 to 255, the same on both sides
   */
  public record Key(int id, Secret secret) {
    public Key {
      if (id < 0 || id > 255) {
        throw new IllegalArgumentException("a BFD key id is 0 to 255 but was " + id);
      }
    }
  }

  public BfdAuthentication {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("BFD authentication needs a key");
    }
    Set<Integer> seen = new HashSet<>();
    for (Key key : keys) {
      int octets = key.secret().reveal().length;
      if (octets < 1 || octets > type.longestKey()) {
        throw new IllegalArgumentException(
            "a BFD key of "
                + type
                + " has 1 to "
                + type.longestKey()
                + " octets but key "
                + key.id()
                + " has "
                + octets);
      }
      if (!seen.add(key.id())) {
        throw new IllegalArgumentException("BFD key id " + key.id() + " is there twice");
      }
    }
  }
}

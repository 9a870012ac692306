package io.readback.spi.target;

import io.readback.spi.Secret;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The TCP Authentication Option (RFC 5925) of a session. The first key is the one we begin to send
 * with and ask the peer to send with; all are taken. So keys change without a reset: the new key is
 * added on both sides, made the first one, then the old one is removed.
 *
 * @param keys at least one; no send id and no receive id twice, as RFC 5925 section 3.1 demands
 */
public record TcpAo(List<Key> keys) {
  /** The algorithms of RFC 5926, both with authentication codes of 96 bits. */
  public enum Algorithm {
    HMAC_SHA_1_96,
    AES_128_CMAC_96;

    /** The word that manifests use, such as {@code hmac-sha-1-96}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What Linux takes at most. */
  public static final int LONGEST_KEY = 80;

  /**
   * A master key tuple.
   *
   * @param sendId 0 to 255, the peer's receive id for this key
   * @param receiveId 0 to 255, the peer's send id for this key
   * @param secret 1 to {@link #LONGEST_KEY} octets
   */
  public record Key(int sendId, int receiveId, Algorithm algorithm, Secret secret) {
    public Key {
      if (sendId < 0 || sendId > 255 || receiveId < 0 || receiveId > 255) {
        throw new IllegalArgumentException(
            "the ids of a TCP-AO key are 0 to 255 but were " + sendId + " and " + receiveId);
      }
      int octets = secret.reveal().length;
      if (octets < 1 || octets > LONGEST_KEY) {
        throw new IllegalArgumentException(
            "a TCP-AO key has 1 to "
                + LONGEST_KEY
                + " octets but the one with send id "
                + sendId
                + " has "
                + octets);
      }
    }
  }

  public TcpAo {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("TCP-AO needs a key");
    }
    Set<Integer> sends = new HashSet<>();
    Set<Integer> receives = new HashSet<>();
    for (Key key : keys) {
      if (!sends.add(key.sendId()) || !receives.add(key.receiveId())) {
        throw new IllegalArgumentException(
            "two TCP-AO keys of one session have the same id: the second one with send id "
                + key.sendId()
                + " and receive id "
                + key.receiveId());
      }
    }
  }
}

package io.readback.bfd.auth;

import io.readback.bfd.packet.Discard;
import io.readback.bfd.packet.PacketDecoder;
import io.readback.spi.target.BfdAuthentication;
import io.readback.spi.target.BfdAuthentication.Type;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Signs the packets of one session and judges those of its peer (RFC 5880 sections 6.7.2 to 6.7.4).
 * Holds the sequence numbers of both directions. For one thread; allocates nothing per packet.
 */
public final class Authenticator {
  /** Octets of the longest section. */
  public static final int LONGEST_SECTION = 28;

  private static final int FLAGS = 1;
  private static final int AUTHENTICATED = 0x04;
  private static final int MULTIPLIER = 2;
  private static final int LENGTH = 3;

  // within the section
  private static final int SECTION = PacketDecoder.HEADER;
  private static final int KEY_ID = SECTION + 2;
  private static final int PASSWORD = SECTION + 3;
  private static final int SEQUENCE = SECTION + 4;
  private static final int DIGEST = SECTION + 8;

  private BfdAuthentication settings;
  private @Nullable MessageDigest digest;

  /** By key id; padded with zeros to the digest's length, but for passwords. */
  private final byte[] @Nullable [] keys = new byte[256][];

  private int sendKey;

  /** What is to be signed, with the key in the place of the digest. */
  private final byte[] scratch = new byte[SECTION + LONGEST_SECTION];

  private final byte[] computed = new byte[20];
  private int transmitSequence;
  private boolean receiveKnown;
  private int receiveSequence;

  /**
   * @param firstSequence one that nobody can guess, so that packets of an earlier life of this
   *     session are not within the peer's window
   */
  public Authenticator(BfdAuthentication settings, int firstSequence) {
    this.settings = settings;
    this.transmitSequence = firstSequence;
    use(settings);
  }

  /** Goes on with other keys, or another type, without a gap in the sequence. */
  public void change(BfdAuthentication next) {
    if (!next.equals(settings)) {
      settings = next;
      use(next);
    }
  }

  private void use(BfdAuthentication next) {
    int padded = digestOctets(next.type());
    Arrays.fill(keys, null);
    for (BfdAuthentication.Key key : next.keys()) {
      byte[] secret = key.secret().reveal();
      keys[key.id()] = Arrays.copyOf(secret, Math.max(padded, secret.length));
    }
    sendKey = next.keys().get(0).id();
    digest =
        switch (next.type()) {
          case SIMPLE_PASSWORD -> null;
          case KEYED_MD5, METICULOUS_KEYED_MD5 -> algorithm("MD5");
          case KEYED_SHA1, METICULOUS_KEYED_SHA1 -> algorithm("SHA-1");
        };
  }

  /** Both are required of every Java platform. */
  private static MessageDigest algorithm(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no " + name + ", which BFD's keys need", e);
    }
  }

  private static int digestOctets(Type type) {
    return switch (type) {
      case SIMPLE_PASSWORD -> 0;
      case KEYED_MD5, METICULOUS_KEYED_MD5 -> 16;
      case KEYED_SHA1, METICULOUS_KEYED_SHA1 -> 20;
    };
  }

  private static boolean isMeticulous(Type type) {
    return type == Type.METICULOUS_KEYED_MD5 || type == Type.METICULOUS_KEYED_SHA1;
  }

  private static int code(Type type) {
    return type.ordinal() + 1;
  }

  /**
   * Appends a section to the packet of {@link PacketDecoder#HEADER} octets at the buffer's start.
   *
   * @param packet with room for {@link #LONGEST_SECTION} more, in network byte order; its position
   *     is left alone
   * @param changed whether its content differs from the packet before
   * @return how long it is now
   */
  public int sign(ByteBuffer packet, boolean changed) {
    byte[] key = keys[sendKey];
    if (key == null) {
      throw new IllegalStateException("there is no key to send with");
    }
    int octets = digestOctets(settings.type());
    int length = octets == 0 ? PASSWORD + key.length : DIGEST + octets;
    packet.put(FLAGS, (byte) (packet.get(FLAGS) | AUTHENTICATED));
    packet.put(LENGTH, (byte) length);
    packet.put(SECTION, (byte) code(settings.type()));
    packet.put(SECTION + 1, (byte) (length - SECTION));
    packet.put(KEY_ID, (byte) sendKey);
    if (octets == 0) {
      packet.put(PASSWORD, key, 0, key.length);
      return length;
    }
    if (changed || isMeticulous(settings.type())) {
      transmitSequence++;
    }
    packet.put(PASSWORD, (byte) 0);
    packet.putInt(SEQUENCE, transmitSequence);
    compute(packet, 0, length, key, octets);
    packet.put(DIGEST, computed, 0, octets);
    return length;
  }

  /** Leaves in {@link #computed} what the digest should be. */
  private void compute(ByteBuffer packet, int offset, int length, byte[] key, int octets) {
    MessageDigest with = digest;
    if (with == null) {
      throw new IllegalStateException("no digest belongs to " + settings.type());
    }
    packet.get(offset, scratch, 0, length);
    System.arraycopy(key, 0, scratch, DIGEST, octets);
    with.update(scratch, 0, length);
    try {
      with.digest(computed, 0, octets);
    } catch (DigestException e) {
      throw new IllegalStateException("a digest of " + octets + " octets", e);
    }
  }

  /**
   * Judges a packet whose section the decoder found well formed.
   *
   * @param offset where the packet begins
   * @param type of the section, as it stands in the packet
   * @param sectionLength of the section in octets
   * @return the rule that it breaks; null: it is the peer's
   */
  public @Nullable Discard check(ByteBuffer packet, int offset, int type, int sectionLength) {
    if (type != code(settings.type())) {
      return Discard.AUTHENTICATION_TYPE;
    }
    byte[] key = keys[packet.get(offset + KEY_ID) & 0xff];
    if (key == null) {
      return Discard.AUTHENTICATION_KEY;
    }
    int octets = digestOctets(settings.type());
    if (octets == 0) {
      return samePassword(packet, offset, sectionLength, key)
          ? null
          : Discard.AUTHENTICATION_DIGEST;
    }
    int length = DIGEST + octets;
    compute(packet, offset, length, key, octets);
    int differing = 0;
    for (int i = 0; i < octets; i++) {
      differing |= computed[i] ^ packet.get(offset + DIGEST + i);
    }
    if (differing != 0) {
      return Discard.AUTHENTICATION_DIGEST;
    }
    // after the digest, unlike in the RFC: what is forged must not move the window
    int sequence = packet.getInt(offset + SEQUENCE);
    if (receiveKnown) {
      int ahead = sequence - receiveSequence;
      int least = isMeticulous(settings.type()) ? 1 : 0;
      int most = 3 * (packet.get(offset + MULTIPLIER) & 0xff);
      if (ahead < least || ahead > most) {
        return Discard.AUTHENTICATION_SEQUENCE;
      }
    }
    receiveKnown = true;
    receiveSequence = sequence;
    return null;
  }

  /** In the same time wherever the first difference is. */
  private static boolean samePassword(
      ByteBuffer packet, int offset, int sectionLength, byte[] password) {
    int octets = sectionLength - (PASSWORD - SECTION);
    int differing = octets ^ password.length;
    for (int i = 0; i < Math.min(octets, password.length); i++) {
      differing |= password[i] ^ packet.get(offset + PASSWORD + i);
    }
    return differing == 0;
  }

  /** The peer was silent for twice the detection time, and may begin anew (bfd.AuthSeqKnown). */
  public void forgetSequence() {
    receiveKnown = false;
  }

  /** The key id of a packet with a section. */
  public static int keyId(ByteBuffer packet, int offset) {
    return packet.get(offset + KEY_ID) & 0xff;
  }
}

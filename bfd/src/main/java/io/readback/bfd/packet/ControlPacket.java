package io.readback.bfd.packet;

import java.util.Optional;

/**
 * A BFD control packet (RFC 5880 section 4.1). Intervals are microseconds as unsigned 32-bit
 * numbers; discriminators are 32-bit numbers, shown unsigned.
 *
 * @param poll asks for an answer with {@code finalBit}
 * @param controlPlaneIndependent the sender's BFD survives its control plane (C bit)
 * @param demand the sender wants no periodic packets once both sides are Up
 * @param detectMultiplier 1 to 255
 * @param myDiscriminator the sender's, not 0
 * @param yourDiscriminator the receiver's as far as the sender knows it, else 0
 * @param desiredMinTx how often the sender would like to send
 * @param requiredMinRx how often the sender can receive; 0: nothing periodic is wanted
 * @param requiredMinEchoRx how often the sender can return echo packets; 0: not at all
 */
public record ControlPacket(
    Diagnostic diagnostic,
    BfdState state,
    boolean poll,
    boolean finalBit,
    boolean controlPlaneIndependent,
    boolean demand,
    int detectMultiplier,
    int myDiscriminator,
    int yourDiscriminator,
    long desiredMinTx,
    long requiredMinRx,
    long requiredMinEchoRx,
    Optional<AuthenticationSection> authentication)
    implements Received {
  private static final long MAX_INTERVAL = 0xffff_ffffL;

  public ControlPacket {
    if (detectMultiplier < 1 || detectMultiplier > 255) {
      throw new IllegalArgumentException(
          "a detection multiplier is 1 to 255 but was " + detectMultiplier);
    }
    if (myDiscriminator == 0) {
      throw new IllegalArgumentException("a sender's discriminator is not 0");
    }
    checkInterval(desiredMinTx);
    checkInterval(requiredMinRx);
    checkInterval(requiredMinEchoRx);
  }

  private static void checkInterval(long micros) {
    if (micros < 0 || micros > MAX_INTERVAL) {
      throw new IllegalArgumentException(
          "an interval is 0 to 4294967295 microseconds but was " + micros);
    }
  }
}

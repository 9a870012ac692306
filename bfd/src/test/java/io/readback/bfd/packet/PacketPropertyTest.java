package io.readback.bfd.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class PacketPropertyTest {
  @Provide
  Arbitrary<ControlPacket> packets() {
    Arbitrary<Long> interval = Arbitraries.longs().between(0, 0xffff_ffffL);
    Arbitrary<Integer> discriminator = Arbitraries.integers().filter(i -> i != 0);
    Arbitrary<Diagnostic> diagnostic =
        Arbitraries.of(Diagnostic.class).filter(d -> d != Diagnostic.RESERVED);
    Arbitrary<boolean[]> bits =
        Arbitraries.of(true, false).array(Boolean[].class).ofSize(4).map(PacketPropertyTest::plain);
    return Combinators.combine(
            diagnostic,
            Arbitraries.of(BfdState.class),
            bits,
            Arbitraries.integers().between(1, 255),
            discriminator,
            discriminator,
            interval,
            interval)
        .as(
            (why, state, bit, multiplier, mine, yours, transmit, receive) ->
                new ControlPacket(
                    why,
                    state,
                    bit[0],
                    bit[1],
                    bit[2],
                    bit[3],
                    multiplier,
                    mine,
                    yours,
                    transmit,
                    receive,
                    transmit ^ receive,
                    Optional.empty()));
  }

  private static boolean[] plain(Boolean[] boxed) {
    boolean[] out = new boolean[boxed.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = boxed[i];
    }
    return out;
  }

  @Property
  void encoded_decoded_isTheSame(@ForAll("packets") ControlPacket packet) {
    ByteBuffer out = ByteBuffer.allocate(PacketDecoder.HEADER);
    PacketEncoder.encode(packet, out, 0);
    assertThat(PacketDecoder.decode(out, 0, PacketDecoder.HEADER)).isEqualTo(packet);
  }

  @Property
  void truncated_isDiscarded(@ForAll("packets") ControlPacket packet) {
    ByteBuffer out = ByteBuffer.allocate(PacketDecoder.HEADER);
    PacketEncoder.encode(packet, out, 0);
    for (int length = 0; length < PacketDecoder.HEADER; length++) {
      assertThat(PacketDecoder.decode(out, 0, length)).isEqualTo(Discard.SHORT);
    }
  }

  @Property
  void anyOctets_areAPacketOrDiscarded(@ForAll @Size(max = 80) byte[] octets) {
    Received received = PacketDecoder.decode(ByteBuffer.wrap(octets), 0, octets.length);
    assertThat(received).isNotNull();
  }
}

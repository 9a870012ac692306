package io.readback.bfd.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bfd.fsm.BfdSettings;
import io.readback.bfd.packet.BfdState;
import io.readback.bfd.packet.ControlPacket;
import io.readback.bfd.packet.Diagnostic;
import io.readback.bfd.packet.PacketDecoder;
import io.readback.bfd.packet.PacketEncoder;
import io.readback.linux.LinuxException;
import io.readback.spi.net.IpAddress;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveSessionTest {
  private static final long MILLI = 1_000_000;

  private final List<ControlPacket> sent = new ArrayList<>();
  private boolean broken;
  private long now = 5_000_000_000L;

  private final class Sink implements PacketSink {
    private final ByteBuffer packet = ByteBuffer.allocate(PacketDecoder.HEADER);

    @Override
    public ByteBuffer packet() {
      return packet;
    }

    @Override
    public void send(int length) throws LinuxException {
      if (broken) {
        throw new LinuxException("send to nowhere", 101, "");
      }
      sent.add((ControlPacket) PacketDecoder.decode(packet, 0, PacketDecoder.HEADER));
    }

    @Override
    public void close() {}
  }

  private LiveSession session(BfdSettings settings) {
    return new LiveSession(
        BfdPath.singleHop(IpAddress.parse("192.0.2.1")),
        settings,
        7,
        path -> new Sink(),
        path -> (discriminator, sequence) -> false,
        new SplittableRandom(3),
        InstantSource.system(),
        now);
  }

  /** Lets time pass to the next thing that is due. */
  private void step(LiveSession session) {
    now = Math.max(now, session.due());
    session.run(now);
  }

  private void hear(LiveSession session, BfdState state, boolean last) {
    ControlPacket packet =
        new ControlPacket(
            Diagnostic.NONE,
            state,
            false,
            last,
            false,
            false,
            3,
            9,
            state == BfdState.DOWN ? 0 : 7,
            100_000,
            100_000,
            0,
            Optional.empty());
    ByteBuffer octets = ByteBuffer.allocate(PacketDecoder.HEADER);
    PacketEncoder.encode(packet, octets, 0);
    if (!session.repeats(octets, PacketDecoder.HEADER, now)) {
      session.receive(packet, octets, PacketDecoder.HEADER, now);
    }
  }

  private LiveSession up(BfdSettings settings) {
    LiveSession session = session(settings);
    session.run(now);
    hear(session, BfdState.DOWN, false);
    hear(session, BfdState.INIT, false);
    hear(session, BfdState.UP, true);
    hear(session, BfdState.UP, false);
    assertThat(session.status().isUp()).isTrue();
    sent.clear();
    return session;
  }

  @ParameterizedTest
  @CsvSource({"3, 225, 300", "1, 225, 270"})
  void packets_whileUp_goOutWithJitterAndNeverLate(int multiplier, long soonest, long latest) {
    LiveSession session = up(BfdSettings.DEFAULT.withDetectMultiplier(multiplier));
    long least = Long.MAX_VALUE;
    long most = 0;
    for (int i = 0; i < 500; i++) {
      long before = now;
      hear(session, BfdState.UP, false);
      int count = sent.size();
      while (sent.size() == count) {
        hear(session, BfdState.UP, false);
        step(session);
      }
      if (i > 0) {
        least = Math.min(least, now - before);
        most = Math.max(most, now - before);
      }
    }
    assertThat(least).isBetween(soonest * MILLI, (soonest + 10) * MILLI);
    assertThat(most).isBetween((latest - 10) * MILLI, latest * MILLI);
  }

  @Test
  void silence_bringsTheSessionDownAfterTheDetectionTimeAndNotBefore() {
    LiveSession session = up(BfdSettings.DEFAULT);
    long heard = now;
    while (session.status().isUp()) {
      step(session);
    }
    // three times our 300 ms, since the peer's 100 ms are faster than we take
    assertThat(now - heard).isEqualTo(900 * MILLI);
    assertThat(sent.get(sent.size() - 1).state()).isEqualTo(BfdState.DOWN);
    assertThat(session.status().failed()).isTrue();
  }

  @Test
  void repeatedPackets_keepTheSessionUpWithoutBeingDecoded() {
    LiveSession session = up(BfdSettings.DEFAULT);
    long before = session.received();
    for (int i = 0; i < 100; i++) {
      now += 100 * MILLI;
      hear(session, BfdState.UP, false);
      session.run(now);
    }
    assertThat(session.status().isUp()).isTrue();
    assertThat(session.received() - before).isEqualTo(100);
  }

  @Test
  void brokenSocket_isAProblemUntilItSendsAgain() {
    broken = true;
    LiveSession session = session(BfdSettings.DEFAULT);
    session.run(now);
    assertThat(session.status().problem().orElseThrow()).contains("cannot send to nowhere");
    broken = false;
    step(session);
    assertThat(session.status().problem()).isEmpty();
    assertThat(sent).hasSize(1);
  }
}

package io.readback.bgp.session;

import io.readback.bgp.mrt.MrtRecord;
import io.readback.spi.observe.SessionState;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Makes MRT records of what passes on connections. */
public final class MrtRecorder implements MessageListener {
  private final InstantSource clock;
  private final Consumer<byte[]> sink;

  /**
   * @param sink given one whole record at a time, on the speaker's thread: must not block
   */
  public MrtRecorder(InstantSource clock, Consumer<byte[]> sink) {
    this.clock = clock;
    this.sink = sink;
  }

  @Override
  public void message(SessionEnds ends, boolean sent, byte[] bytes, int offset, int length) {
    sink.accept(
        MrtRecord.message(clock.instant(), session(ends, sent), sent, bytes, offset, length));
  }

  @Override
  public void state(SessionEnds ends, SessionState from, SessionState to) {
    sink.accept(MrtRecord.stateChange(clock.instant(), session(ends, false), from, to));
  }

  private static MrtRecord.Session session(SessionEnds ends, boolean sent) {
    return new MrtRecord.Session(
        ends.peerAs(),
        ends.localAs(),
        ends.peerAddress(),
        ends.localAddress(),
        ends.fourOctetAs(),
        sent ? ends.addPathSent() : ends.addPathReceived());
  }
}

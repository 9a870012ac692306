package io.readback.bgp.session;

import io.readback.bgp.mrt.MrtRecord;
import io.readback.spi.observe.SessionDump;
import io.readback.spi.observe.SessionState;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Makes MRT records of what passes on the connections of one peer. */
final class PeerDump implements SessionDump {
  private final Executor loop;
  private final InstantSource clock;
  private final SessionTraffic traffic;

  /**
   * @param loop the speaker's thread
   */
  PeerDump(Executor loop, InstantSource clock, SessionTraffic traffic) {
    this.loop = loop;
    this.clock = clock;
    this.traffic = traffic;
  }

  @Override
  public Recording begin(Consumer<byte[]> sink) {
    MessageListener listener = new Recorder(sink);
    loop.execute(() -> traffic.add(listener));
    return () -> loop.execute(() -> traffic.remove(listener));
  }

  private final class Recorder implements MessageListener {
    private final Consumer<byte[]> sink;

    Recorder(Consumer<byte[]> sink) {
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

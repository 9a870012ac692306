package io.readback.bgp.session;

import io.readback.spi.observe.SessionDump;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/** Makes MRT records of the messages and the tables of one peer. */
final class PeerDump implements SessionDump {
  private final ExecutorService loop;
  private final InstantSource clock;
  private final SessionTraffic traffic;
  private final Callable<Optional<TableSnapshot>> tables;

  /**
   * @param loop the speaker's thread
   * @param tables asked on that thread; empty without a session
   */
  PeerDump(
      ExecutorService loop,
      InstantSource clock,
      SessionTraffic traffic,
      Callable<Optional<TableSnapshot>> tables) {
    this.loop = loop;
    this.clock = clock;
    this.traffic = traffic;
    this.tables = tables;
  }

  @Override
  public Recording begin(Consumer<byte[]> sink) {
    MessageListener listener = new MrtRecorder(clock, sink);
    loop.execute(() -> traffic.add(listener));
    return () -> loop.execute(() -> traffic.remove(listener));
  }

  @Override
  public Optional<Iterator<byte[]>> table(Table table) throws InterruptedException {
    try {
      return loop.submit(tables).get().map(t -> t.records(table, clock.instant()));
    } catch (ExecutionException e) {
      throw new IllegalStateException("the speaker failed: " + e.getCause(), e.getCause());
    }
  }
}

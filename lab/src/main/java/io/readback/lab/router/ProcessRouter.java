package io.readback.lab.router;

import io.readback.lab.LabException;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A router that is one process on a node; it runs from the first {@link #start}. */
abstract class ProcessRouter implements BgpRouter {
  static final Duration DEADLINE = Duration.ofSeconds(30);

  final LabNode node;
  private @Nullable LabProcess process;

  ProcessRouter(LabNode node) {
    this.node = node;
  }

  /** Starts the process with the configuration on the node and returns when it answers. */
  abstract LabProcess run();

  @Override
  public final LabNode node() {
    return node;
  }

  public final LabProcess process() {
    if (process == null) {
      throw new LabException(node + " was not started");
    }
    return process;
  }

  @Override
  public final List<LabProcess> processes() {
    return List.of(process());
  }

  @Override
  public final void awaitEstablished(String neighbor) {
    Poll.until(
        node + " established with " + neighbor,
        DEADLINE,
        () -> isEstablished(neighbor),
        () -> describe(neighbor) + process().log());
  }

  @Override
  public final void stop() {
    process().stop();
  }

  @Override
  public void crash() {
    process().kill();
  }

  @Override
  public final void start() {
    process = run();
  }

  /** Ends the router, in order where it heeds, and starts it again. */
  public final void restart() {
    process().close();
    start();
  }

  @Override
  public final void close() {
    if (process != null) {
      process.close();
    }
  }
}

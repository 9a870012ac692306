package io.readback.core.source;

import io.readback.core.model.HostFacts;
import java.util.function.Consumer;

/** Follows what the machine has: its default routes and the addresses of its interfaces. */
public interface HostWatch extends AutoCloseable {
  /** For engines that know nothing of a machine: it has nothing. */
  HostWatch NONE =
      new HostWatch() {
        @Override
        public void start(Consumer<HostFacts> listener) {
          listener.accept(HostFacts.NONE);
        }

        @Override
        public void close() {}
      };

  /**
   * Tells what there is, soon, and then each change. Does not block. To be called once; an engine
   * calls it when manifests ask for something of the machine, else never.
   */
  void start(Consumer<HostFacts> listener);

  /** Ends the telling. Harmless when repeated, or when it never began. */
  @Override
  void close();
}

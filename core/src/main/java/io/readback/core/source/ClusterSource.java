package io.readback.core.source;

import io.readback.core.model.ClusterChange;
import io.readback.core.model.Problem;
import java.util.List;

/** Gives the state of the cluster and follows its changes. */
public interface ClusterSource extends AutoCloseable {

  /** Learns of the cluster's state. */
  interface Listener {
    /**
     * The state changed, or what is wrong with it did. Called on one thread of the source, one call
     * at a time, in order; the next change waits until it returns, and changes that pile up
     * meanwhile arrive as one.
     *
     * @param change from the state of the call before; at the first call from the empty state
     * @param problems everything that is wrong now, in order of file and line
     * @param synced whether the state is complete. While it is false, absence from the state means
     *     nothing; once true it stays so
     */
    void changed(ClusterChange change, List<Problem> problems, boolean synced);
  }

  /**
   * Begins to call the listener, soon and from another thread. To be called once.
   *
   * @throws IllegalStateException when called again
   */
  void start(Listener listener);

  /** Ends the calls; when it returns, no further one is made. Harmless when repeated. */
  @Override
  void close();
}

package io.readback.core.source;

import io.readback.core.model.ClusterChange;
import io.readback.core.model.Problem;
import java.util.List;

/** Follows a cluster. */
public interface ClusterSource {
  /** Begins to follow; the listener is told the first state as soon as there is one. Once. */
  void start(Listener listener);

  /** Ends following and waits for its threads; the listener is not called afterwards. */
  void close();

  /** Told of each step, one call at a time. */
  interface Listener {
    /**
     * The cluster is another one.
     *
     * @param change the step from the state told before (at first from the empty one)
     * @param problems all that is wrong with what was read, not only what is new
     * @param synced whether the state is complete; until then nothing follows from what is absent
     */
    void changed(ClusterChange change, List<Problem> problems, boolean synced);
  }
}

package io.readback.layer2.link;

import io.readback.layer2.own.Liveness;
import io.readback.linux.LinuxException;

/** Makes what tells which nodes are there. */
@FunctionalInterface
public interface LivenessMaker {
  /**
   * @param changed to be run, on any thread, when there is news
   */
  Liveness make(Runnable changed) throws LinuxException;
}

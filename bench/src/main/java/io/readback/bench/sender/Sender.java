package io.readback.bench.sender;

import io.readback.lab.LabProcess;
import java.io.IOException;

/** A speaker that has all its routes and listens for the receiver. */
public interface Sender extends AutoCloseable {
  /** The process that speaks BGP. */
  LabProcess process();

  /**
   * Announces one of the scene's single prefixes by the fastest way that the speaker offers for it.
   * Returns when the request is handed over, which may be before it is carried out.
   */
  void announce(int single) throws IOException;

  @Override
  void close();
}

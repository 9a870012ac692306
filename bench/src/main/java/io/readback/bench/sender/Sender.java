package io.readback.bench.sender;

import io.readback.lab.LabProcess;
import java.io.IOException;
import java.util.Optional;

/** A speaker that has all its routes and listens for the receiver. */
public interface Sender extends AutoCloseable {
  /** Something that the speaker is asked for. */
  @FunctionalInterface
  interface Request {
    /** Returns when the request is handed over, which may be before it is carried out. */
    void send() throws IOException;
  }

  /** The process that speaks BGP. */
  LabProcess process();

  /**
   * Prepares the announcement of one of the scene's single prefixes, by the fastest way that the
   * speaker offers for it.
   */
  Request announcement(int single);

  /** Prepares the withdrawal of all routes; empty where the speaker has no way to do it at once. */
  default Optional<Request> withdrawal() {
    return Optional.empty();
  }

  /** Runs our own side of a request until it is compiled, without asking for anything. */
  default void rehearse() throws IOException {}

  @Override
  void close();
}

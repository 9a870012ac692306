package io.readback.bench.receiver;

import io.readback.lab.LabProcess;

/** A router that dials the sender and takes its routes in. */
public interface Receiver extends AutoCloseable {
  /** The process that holds the routes. */
  LabProcess process();

  boolean established();

  /** How many routes of the sender it holds now, asked over its own control socket. */
  int held();

  @Override
  void close();
}

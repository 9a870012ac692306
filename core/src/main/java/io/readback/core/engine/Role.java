package io.readback.core.engine;

import java.util.Locale;

/** What an engine does. */
public enum Role {
  /** Both of the others. */
  ALL,
  /** Announces its node's routes and reads them back. */
  AGENT,
  /** Gives VIPs to Services; announces and reads nothing. */
  CONTROLLER;

  boolean announces() {
    return this != CONTROLLER;
  }

  boolean allocates() {
    return this != AGENT;
  }

  /** The lower-case name that the command line uses. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

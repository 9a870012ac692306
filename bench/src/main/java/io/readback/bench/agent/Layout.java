package io.readback.bench.agent;

/** How the manifests of Services stand in the folder. */
public enum Layout {
  /** All in one file, the one that changes among them. */
  ONE_FILE,
  /** All in one file, save the one that changes, which has its own. */
  OWN_FILE,
  /** Each in a file of its own. */
  MANY_FILES
}

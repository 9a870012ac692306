package io.readback.core.model;

import java.util.Locale;

/** The family of manifests an object comes from; each keeps its own semantics. */
public enum Dialect {
  CILIUM,
  METALLB,
  READBACK;

  /** The lower-case name that documents use. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

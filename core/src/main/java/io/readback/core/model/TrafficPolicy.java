package io.readback.core.model;

/** Which endpoints a node may send traffic of a Service to. */
public enum TrafficPolicy {
  CLUSTER,
  LOCAL
}

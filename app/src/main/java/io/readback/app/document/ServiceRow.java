package io.readback.app.document;

import java.util.List;

/** An element of {@code services}. {@code verdict} is empty where there is nothing to judge. */
public record ServiceRow(
    String namespace,
    String name,
    String type,
    List<VipRow> vips,
    List<ConditionRow> conditions,
    String verdict) {
  /** A VIP and the pool it is from. */
  public record VipRow(String ip, String pool) {}
}

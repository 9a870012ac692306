package io.readback.app.document;

import java.math.BigInteger;
import java.util.List;

/** An element of {@code pools}. */
public record PoolRow(
    String name,
    String dialect,
    List<BlockRow> blocks,
    BigInteger total,
    BigInteger used,
    BigInteger available,
    List<ConditionRow> conditions) {
  /** A run of addresses, both ends included. */
  public record BlockRow(String start, String stop) {}
}

package io.readback.app.document;

import java.util.List;

/** An element of {@code verify}. */
public record VerifyRow(
    String namespace,
    String name,
    String vip,
    String router,
    String verdict,
    String reason,
    String message,
    List<String> expectedNextHops,
    List<String> installedNextHops,
    List<VantageRow> vantages) {
  /** Whether the prefix was seen at a vantage, by whom, and when (ISO 8601). */
  public record VantageRow(String vantage, boolean seen, String witness, String at) {}
}

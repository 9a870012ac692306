package io.readback.app.document;

import java.util.List;

/** The document {@code explain}. */
public record ExplainDocument(String service, List<StepRow> steps) {
  /** One step; {@code status} is ok, failed, pending, unknown or skipped. */
  public record StepRow(String step, String status, String subject, String detail, String remedy) {}
}

package io.readback.app.document;

/** A condition as Kubernetes writes them; {@code status} is True, False or Unknown. */
public record ConditionRow(String type, String status, String reason, String message) {}

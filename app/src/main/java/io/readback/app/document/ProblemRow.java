package io.readback.app.document;

/** A problem of a manifest or a part of the agent. */
public record ProblemRow(
    String severity,
    String object,
    String file,
    int line,
    String field,
    String message,
    String remedy) {}

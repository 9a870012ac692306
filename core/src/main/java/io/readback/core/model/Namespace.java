package io.readback.core.model;

/** A namespace with its labels. */
public record Namespace(String name, Labels labels, Origin origin) {}

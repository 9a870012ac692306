package io.readback.layer2.announcer;

import io.readback.layer2.link.LinkSpeaker;

/** The settings of an announcer of type {@code layer2}. */
public record Layer2Settings(LinkSpeaker.Options options, NodeWatch watch) {}

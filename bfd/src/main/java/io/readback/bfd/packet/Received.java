package io.readback.bfd.packet;

/** What became of octets that arrived: a packet, or the rule by which they are discarded. */
public sealed interface Received permits ControlPacket, Discard {}

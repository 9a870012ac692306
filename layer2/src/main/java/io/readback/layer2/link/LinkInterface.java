package io.readback.layer2.link;

import io.readback.layer2.frame.MacAddress;

/** An Ethernet interface that is up and may take part. */
public record LinkInterface(int index, String name, MacAddress mac) {}

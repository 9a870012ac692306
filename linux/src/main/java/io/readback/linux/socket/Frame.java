package io.readback.linux.socket;

/**
 * An Ethernet frame from an interface.
 *
 * @param bytes the whole frame from the destination MAC address on, a copy; a VLAN tag is taken off
 *     by the kernel
 * @param interfaceIndex the interface
 * @param packetType PACKET_HOST, PACKET_BROADCAST, PACKET_MULTICAST, PACKET_OTHERHOST, or
 *     PACKET_OUTGOING for one that this host sent
 */
public record Frame(byte[] bytes, int interfaceIndex, int packetType) {}

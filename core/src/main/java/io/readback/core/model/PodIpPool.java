package io.readback.core.model;

/**
 * A pool of pod networks (CiliumPodIPPool). What a node has of it stands at the node; the pool
 * itself is what advertisements select.
 */
public record PodIpPool(String name, Labels labels, Origin origin) {}

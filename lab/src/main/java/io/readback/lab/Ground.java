package io.readback.lab;

/** What a node of the lab is made of. Both kinds can share one {@link Lab}. */
public enum Ground {
  /**
   * Linux namespaces on this machine's own file system: routers installed here, a second to start.
   */
  NAMESPACE,
  /**
   * A Podman container with a user land of its own, from the image that {@code scripts/setup}
   * builds.
   */
  CONTAINER
}

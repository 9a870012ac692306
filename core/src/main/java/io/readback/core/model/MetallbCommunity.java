package io.readback.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Names for BGP communities in MetalLB's dialect (Community). Advertisements refer to the names of
 * the aliases, not to that of the object.
 */
public record MetallbCommunity(
    String name, String namespace, List<Alias> aliases, Optional<Instant> created, Origin origin) {
  public MetallbCommunity {
    aliases = List.copyOf(aliases);
  }

  /**
   * A name for a community.
   *
   * @param value {@code AA:NN} or {@code large:A:B:C}
   */
  public record Alias(String name, String value, Origin origin) {}
}

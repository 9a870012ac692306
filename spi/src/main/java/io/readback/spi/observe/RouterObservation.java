package io.readback.spi.observe;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a looking glass saw in one look. Only complete looks become observations: one that failed on
 * the way is a {@link io.readback.spi.plugin.PluginException}, so that "not seen" is never said of
 * what was not looked at.
 *
 * @param at when the look began
 * @param router how the router names itself: host name, software and version
 * @param covered the vantages looked at; a prefix without a sighting at one of them is absent there
 * @param sessions the sessions with the peers asked about; one asked about and not listed is not
 *     configured
 * @param findings causes found for what was not as expected
 */
public record RouterObservation(
    Instant at,
    String router,
    Set<Vantage> covered,
    List<RouterSession> sessions,
    List<Sighting> sightings,
    List<Finding> findings) {
  public RouterObservation {
    covered =
        Collections.unmodifiableSet(
            covered.isEmpty() ? EnumSet.noneOf(Vantage.class) : EnumSet.copyOf(covered));
    sessions = List.copyOf(sessions);
    sightings = List.copyOf(sightings);
    findings = List.copyOf(findings);
  }
}

package io.readback.core.observe;

import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Finding;
import io.readback.spi.observe.RouterObservation;
import io.readback.spi.observe.Sighting;
import io.readback.spi.observe.Vantage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** A complete look with its sightings and findings in reach by prefix. */
final class Look {
  private final RouterObservation observation;
  private final Map<Vantage, Map<IpPrefix, List<Sighting>>> sightings =
      new EnumMap<>(Vantage.class);
  private final Map<IpPrefix, List<Finding>> findings = new HashMap<>();
  private final List<Finding> general = new ArrayList<>();

  Look(RouterObservation observation) {
    this.observation = observation;
    for (Sighting s : observation.sightings()) {
      sightings
          .computeIfAbsent(s.vantage(), v -> new HashMap<>())
          .computeIfAbsent(s.prefix(), p -> new ArrayList<>(3))
          .add(s);
    }
    for (Finding f : observation.findings()) {
      f.prefix()
          .map(p -> findings.computeIfAbsent(p, k -> new ArrayList<>()))
          .orElse(general)
          .add(f);
    }
  }

  RouterObservation observation() {
    return observation;
  }

  List<Sighting> sightings(Vantage vantage, IpPrefix prefix) {
    Map<IpPrefix, List<Sighting>> at = sightings.get(vantage);
    List<Sighting> found = at == null ? null : at.get(prefix);
    return found == null ? List.of() : Collections.unmodifiableList(found);
  }

  SortedSet<IpPrefix> prefixes(Vantage vantage) {
    Map<IpPrefix, List<Sighting>> at = sightings.get(vantage);
    return at == null ? new TreeSet<>() : new TreeSet<>(at.keySet());
  }

  List<Finding> generalFindings() {
    return List.copyOf(general);
  }

  /** Those of the prefix first, then those that concern every prefix. */
  List<Finding> findings(IpPrefix prefix) {
    List<Finding> out = new ArrayList<>(findings.getOrDefault(prefix, List.of()));
    out.addAll(general);
    return out;
  }
}

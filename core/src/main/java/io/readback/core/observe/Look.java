package io.readback.core.observe;

import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Finding;
import io.readback.spi.observe.RouterObservation;
import io.readback.spi.observe.Sighting;
import io.readback.spi.observe.Vantage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A complete look with its sightings and findings in reach by prefix. */
final class Look {
  private final RouterObservation observation;
  private final Map<Vantage, TreeMap<IpPrefix, List<Sighting>>> sightings =
      new EnumMap<>(Vantage.class);
  private final TreeMap<IpPrefix, List<Finding>> findings = new TreeMap<>();
  private final List<Finding> general = new ArrayList<>();

  Look(RouterObservation observation) {
    this.observation = observation;
    for (Sighting s : observation.sightings()) {
      sightings
          .computeIfAbsent(s.vantage(), v -> new TreeMap<>())
          .computeIfAbsent(s.prefix(), p -> new ArrayList<>())
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
    TreeMap<IpPrefix, List<Sighting>> at = sightings.get(vantage);
    return at == null ? List.of() : List.copyOf(at.getOrDefault(prefix, List.of()));
  }

  SortedSet<IpPrefix> prefixes(Vantage vantage) {
    TreeMap<IpPrefix, List<Sighting>> at = sightings.get(vantage);
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

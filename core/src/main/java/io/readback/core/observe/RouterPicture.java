package io.readback.core.observe;

import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Finding;
import io.readback.spi.observe.RouterSession;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.Sighting;
import io.readback.spi.observe.Vantage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What several looks at one router say together: each vantage is told by one witness, the first of
 * the manifest's looking glasses that covered it.
 */
public final class RouterPicture {
  private final NavigableMap<Vantage, Witness> witnesses = new TreeMap<>();
  private final Map<Vantage, Look> looks = new TreeMap<>();
  private final List<Look> all = new ArrayList<>();
  private final SortedMap<IpAddress, RouterSession> sessions = new TreeMap<>();
  private final boolean sessionsCovered;
  private final boolean sessionsUp;
  private final Instant at;
  private final String identity;

  /** Who covered a vantage, and when that look began. */
  public record Witness(String glass, Instant at) {}

  RouterPicture(SortedMap<GlassId, Look> looksByGlass) {
    Instant oldest = Instant.MAX;
    boolean covered = false;
    String name = "";
    for (Map.Entry<GlassId, Look> e : looksByGlass.entrySet()) {
      Look look = e.getValue();
      all.add(look);
      Instant began = look.observation().at();
      oldest = began.isBefore(oldest) ? began : oldest;
      name = name.isEmpty() ? look.observation().router() : name;
      for (Vantage vantage : look.observation().covered()) {
        if (looks.putIfAbsent(vantage, look) == null) {
          witnesses.put(vantage, new Witness(e.getKey().type(), began));
        }
      }
      for (RouterSession session : look.observation().sessions()) {
        sessions.putIfAbsent(session.peer(), session);
      }
      covered |=
          look.observation().covered().contains(Vantage.RECEIVED)
              || look.observation().covered().contains(Vantage.SELECTED)
              || !look.observation().sessions().isEmpty();
    }
    at = oldest;
    identity = name;
    sessionsCovered = covered;
    sessionsUp = sessions.values().stream().allMatch(s -> s.state() == SessionState.ESTABLISHED);
  }

  /** When the oldest look of the picture began. */
  public Instant at() {
    return at;
  }

  /** How the router names itself. */
  public String identity() {
    return identity;
  }

  /** The vantages that were looked at, each with its witness. */
  public SortedMap<Vantage, Witness> witnesses() {
    return Collections.unmodifiableSortedMap(witnesses);
  }

  public boolean covers(Vantage vantage) {
    return witnesses.containsKey(vantage);
  }

  /** The farthest vantage on the router that was looked at: INSTALLED, SELECTED or RECEIVED. */
  public Optional<Vantage> farthest() {
    return Optional.ofNullable(witnesses.isEmpty() ? null : witnesses.lastKey())
        .filter(v -> v.compareTo(Vantage.RECEIVED) >= 0);
  }

  public List<Sighting> sightings(Vantage vantage, IpPrefix prefix) {
    Look look = looks.get(vantage);
    return look == null ? List.of() : look.sightings(vantage, prefix);
  }

  /** All next hops seen for a prefix at a vantage. */
  public SortedSet<IpAddress> nextHops(Vantage vantage, IpPrefix prefix) {
    List<Sighting> seen = sightings(vantage, prefix);
    if (seen.size() == 1) {
      return seen.get(0).nextHops();
    }
    SortedSet<IpAddress> out = new TreeSet<>();
    seen.forEach(s -> out.addAll(s.nextHops()));
    return out;
  }

  /** Every prefix seen at a vantage. */
  public SortedSet<IpPrefix> prefixes(Vantage vantage) {
    Look look = looks.get(vantage);
    return look == null ? new TreeSet<>() : look.prefixes(vantage);
  }

  /** Findings about a prefix, then those about every prefix, of all looks. */
  public List<Finding> findings(IpPrefix prefix) {
    List<Finding> out = new ArrayList<>();
    all.forEach(look -> out.addAll(look.findings(prefix)));
    return out;
  }

  /** Findings that are about no prefix in particular, of all looks. */
  public List<Finding> generalFindings() {
    List<Finding> out = new ArrayList<>();
    all.forEach(look -> out.addAll(look.generalFindings()));
    return out;
  }

  /** The router's sessions with our speakers, by our address. */
  public SortedMap<IpAddress, RouterSession> sessions() {
    return Collections.unmodifiableSortedMap(sessions);
  }

  /** Whether every session that is listed is established. */
  public boolean sessionsUp() {
    return sessionsUp;
  }

  /** Whether a session that is not listed is known not to be configured. */
  public boolean sessionsCovered() {
    return sessionsCovered;
  }
}

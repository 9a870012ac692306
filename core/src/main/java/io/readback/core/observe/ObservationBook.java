package io.readback.core.observe;

import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.observe.RouterObservation;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pcollections.TreePMap;

/**
 * Everything seen of the routers and told by the announcers, as of one moment. Immutable: each
 * report gives a new book. A failed look never removes what an earlier one saw.
 */
public final class ObservationBook {
  public static final ObservationBook EMPTY =
      new ObservationBook(TreePMap.empty(), TreePMap.empty());

  private final TreePMap<String, RouterRecord> routers;
  private final TreePMap<String, AnnouncerObservation> announcers;

  private ObservationBook(
      TreePMap<String, RouterRecord> routers, TreePMap<String, AnnouncerObservation> announcers) {
    this.routers = routers;
    this.announcers = announcers;
  }

  /** A complete look. One that began before the latest known one changes nothing. */
  public ObservationBook observed(GlassId glass, RouterObservation observation) {
    return with(glass, record(glass).observed(observation));
  }

  /** A look that failed. What was seen before stays. */
  public ObservationBook failed(GlassId glass, LookFailure failure) {
    return with(glass, record(glass).failed(failure));
  }

  /** An announcer's word, which replaces its earlier one. */
  public ObservationBook announced(String announcer, AnnouncerObservation observation) {
    return new ObservationBook(routers, announcers.plus(announcer, observation));
  }

  /** Forgets an announcer. */
  public ObservationBook withoutAnnouncer(String announcer) {
    return new ObservationBook(routers, announcers.minus(announcer));
  }

  /** Forgets every looking glass that is not among these. */
  public ObservationBook retaining(Collection<GlassId> glasses) {
    TreePMap<String, RouterRecord> kept = routers;
    for (RouterRecord router : routers.values()) {
      SortedMap<GlassId, GlassRecord> left = new TreeMap<>(router.glasses());
      left.keySet().retainAll(glasses);
      if (left.isEmpty()) {
        kept = kept.minus(router.router());
      } else if (left.size() < router.glasses().size()) {
        kept = kept.plus(router.router(), new RouterRecord(router.router(), left));
      }
    }
    return kept == routers ? this : new ObservationBook(kept, announcers);
  }

  /** What is known of a router; empty before the first look at it. */
  public Optional<RouterRecord> router(String name) {
    return Optional.ofNullable(routers.get(name));
  }

  /** The routers looked at, by name. */
  public SortedMap<String, RouterRecord> routers() {
    return routers;
  }

  /** The announcers' latest word, by announcer name. */
  public SortedMap<String, AnnouncerObservation> announcers() {
    return announcers;
  }

  private GlassRecord record(GlassId glass) {
    return router(glass.router()).map(r -> r.glasses().get(glass)).orElse(GlassRecord.EMPTY);
  }

  private ObservationBook with(GlassId glass, GlassRecord changed) {
    SortedMap<GlassId, GlassRecord> glasses =
        new TreeMap<>(router(glass.router()).map(RouterRecord::glasses).orElse(new TreeMap<>()));
    glasses.put(glass, changed);
    return new ObservationBook(
        routers.plus(glass.router(), new RouterRecord(glass.router(), glasses)), announcers);
  }
}

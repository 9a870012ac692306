package io.readback.core.observe;

import io.readback.spi.observe.RouterObservation;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is kept of one router: its looking glasses and what they say together. */
public final class RouterRecord {
  private final String router;
  private final SortedMap<GlassId, GlassRecord> glasses;
  private final @Nullable RouterPicture latest;
  private final @Nullable RouterPicture previous;
  private final @Nullable RouterPicture last;

  RouterRecord(String router, SortedMap<GlassId, GlassRecord> glasses) {
    this.router = router;
    this.glasses = Collections.unmodifiableSortedMap(new TreeMap<>(glasses));
    latest = merge(GlassRecord::latestLook, g -> g.failure().isEmpty());
    previous = merge(GlassRecord::previousLook, g -> g.failure().isEmpty());
    last = latest != null ? latest : merge(GlassRecord::latestLook, g -> true);
  }

  public String router() {
    return router;
  }

  public SortedMap<GlassId, GlassRecord> glasses() {
    return glasses;
  }

  /** What the looking glasses that can look saw at last; empty when none can, or none has yet. */
  public Optional<RouterPicture> latest() {
    return Optional.ofNullable(latest);
  }

  /** What the same looking glasses saw one look earlier. */
  public Optional<RouterPicture> previous() {
    return Optional.ofNullable(previous);
  }

  /** The last that was ever seen, also when nothing can be seen now. */
  public Optional<RouterPicture> last() {
    return Optional.ofNullable(last);
  }

  /** Why nothing can be seen: the failure of the best looking glass, when all of them fail. */
  public Optional<LookFailure> failure() {
    return latest != null
        ? Optional.empty()
        : glasses.values().stream().flatMap(g -> g.failure().stream()).findFirst();
  }

  /** When the latest look, good or not, was. */
  public Optional<Instant> looked() {
    return glasses.values().stream()
        .flatMap(
            g ->
                Stream.concat(
                    g.latest().map(RouterObservation::at).stream(),
                    g.failure().map(LookFailure::at).stream()))
        .max(Comparator.naturalOrder());
  }

  private @Nullable RouterPicture merge(
      Function<GlassRecord, Optional<Look>> which, Predicate<GlassRecord> usable) {
    SortedMap<GlassId, Look> looks = new TreeMap<>();
    glasses.forEach(
        (id, glass) -> {
          if (usable.test(glass)) {
            which.apply(glass).ifPresent(look -> looks.put(id, look));
          }
        });
    return looks.isEmpty() ? null : new RouterPicture(looks);
  }
}

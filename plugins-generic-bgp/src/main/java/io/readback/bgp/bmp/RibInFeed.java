package io.readback.bgp.bmp;

import io.readback.bgp.codec.CodecContext;
import io.readback.bgp.codec.MessageEncoder;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Update;
import io.readback.bgp.message.UpdateAttributes;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.observe.ReceivedRoute;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Brings a collector's picture of a received table to the present version, by the difference. While
 * one difference is under way, later versions wait and are told as one. Used by one thread.
 */
final class RibInFeed {
  /** Prefixes in one UPDATE: it stays within 4096 octets, IPv6 and ordinary attributes included. */
  private static final int PREFIXES = 180;

  /** The longest a message can be: attributes of a received route fit whatever was agreed. */
  private static final CodecContext CODEC =
      CodecContext.ebgp(0, 0)
          .extendedMessages(true)
          .extendedNextHop(List.of(Family.IPV4_UNICAST))
          .build();

  private final List<AddressFamily> families;
  private PrefixMap<ReceivedRoute> told = PrefixMap.empty();
  private PrefixMap<ReceivedRoute> underWay = PrefixMap.empty();
  private final Deque<Batch> batches = new ArrayDeque<>();
  private boolean complete;

  /** Prefixes of one family with one path; without a path they are withdrawn. */
  private record Batch(AddressFamily family, @Nullable Path path, List<Entry> entries) {}

  private record Key(AddressFamily family, @Nullable Path path) {}

  /** What is announced or withdrawn: one of several paths of its prefix where it has a number. */
  private record Entry(IpPrefix prefix, OptionalLong pathId) {}

  /**
   * @param families those agreed: an End-of-RIB of each follows the first version
   */
  RibInFeed(List<AddressFamily> families) {
    this.families = List.copyOf(families);
  }

  /** The next UPDATE towards {@code present}; null: the collector is up to date. */
  byte @Nullable [] next(PrefixMap<ReceivedRoute> present) {
    if (batches.isEmpty() && (told != present || !complete)) {
      underWay = present;
      prepare();
    }
    Batch batch = batches.poll();
    if (batch == null) {
      return null;
    }
    if (batches.isEmpty()) {
      told = underWay;
      complete = true;
    }
    return encode(batch);
  }

  private void prepare() {
    Map<Key, List<Entry>> grouped = new LinkedHashMap<>();
    PrefixMap.changes(
        told,
        underWay,
        new PrefixMap.ChangeVisitor<ReceivedRoute>() {
          @Override
          public void added(IpPrefix prefix, ReceivedRoute route) {
            route.all().forEach(r -> add(grouped, prefix, r, r.path()));
          }

          @Override
          public void removed(IpPrefix prefix, ReceivedRoute route) {
            route.all().forEach(r -> add(grouped, prefix, r, null));
          }

          @Override
          public void changed(IpPrefix prefix, ReceivedRoute before, ReceivedRoute after) {
            changes(grouped, prefix, before, after);
          }
        });
    grouped.forEach(
        (key, entries) -> {
          for (int at = 0; at < entries.size(); at += PREFIXES) {
            int end = Math.min(entries.size(), at + PREFIXES);
            batches.add(new Batch(key.family(), key.path(), entries.subList(at, end)));
          }
        });
    if (!complete) {
      families.forEach(f -> batches.add(new Batch(f, null, List.of())));
    }
    if (batches.isEmpty()) {
      told = underWay;
    }
  }

  private static void changes(
      Map<Key, List<Entry>> grouped, IpPrefix prefix, ReceivedRoute before, ReceivedRoute after) {
    Map<OptionalLong, Path> left = new HashMap<>();
    before.all().forEach(r -> left.put(r.pathId(), r.path()));
    after
        .all()
        .forEach(
            r -> {
              if (!r.path().equals(left.remove(r.pathId()))) {
                add(grouped, prefix, r, r.path());
              }
            });
    left.keySet()
        .forEach(
            id ->
                grouped
                    .computeIfAbsent(new Key(prefix.family(), null), k -> new ArrayList<>())
                    .add(new Entry(prefix, id)));
  }

  private static void add(
      Map<Key, List<Entry>> grouped, IpPrefix prefix, ReceivedRoute route, @Nullable Path path) {
    grouped
        .computeIfAbsent(new Key(prefix.family(), path), k -> new ArrayList<>())
        .add(new Entry(prefix, route.pathId()));
  }

  private static byte[] encode(Batch batch) {
    Family family = Family.unicast(batch.family());
    Path path = batch.path();
    List<IpPrefix> prefixes = batch.entries().stream().map(Entry::prefix).toList();
    List<Long> ids =
        batch.entries().stream()
            .map(Entry::pathId)
            .flatMapToLong(OptionalLong::stream)
            .boxed()
            .toList();
    if (path == null) {
      Update update =
          prefixes.isEmpty()
              ? Update.endOfRib(family)
              : new Update(
                  List.of(),
                  List.of(new Update.Unreach(family, prefixes, ids)),
                  UpdateAttributes.NONE);
      return MessageEncoder.encode(update, CODEC);
    }
    Update.Reach reach =
        new Update.Reach(family, nextHop(batch.family(), path), Optional.empty(), prefixes, ids);
    return MessageEncoder.encode(
        new Update(List.of(reach), List.of(), UpdateAttributes.of(path.attributes())), CODEC);
  }

  private static IpAddress nextHop(AddressFamily family, Path path) {
    return path.nextHops().get(0) instanceof NextHop.Address fixed
        ? fixed.address()
        : IpAddress.ofBits(family, 0, 0);
  }
}

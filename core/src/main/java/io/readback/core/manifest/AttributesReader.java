package io.readback.core.manifest;

import io.readback.core.model.BgpAdvertisement.Attributes;
import io.readback.spi.route.Community;
import io.readback.spi.route.LargeCommunity;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The path attributes of an advertisement. */
final class AttributesReader {
  /** The names Cilium takes, with the values of IANA's registry of well-known communities. */
  private static final Map<String, Community> WELL_KNOWN =
      Map.ofEntries(
          Map.entry("internet", new Community(0)),
          Map.entry("planned-shut", Community.of(0xffff, 0x0000)),
          Map.entry("accept-own", Community.of(0xffff, 0x0001)),
          Map.entry("route-filter-translated-v4", Community.of(0xffff, 0x0002)),
          Map.entry("route-filter-v4", Community.of(0xffff, 0x0003)),
          Map.entry("route-filter-translated-v6", Community.of(0xffff, 0x0004)),
          Map.entry("route-filter-v6", Community.of(0xffff, 0x0005)),
          Map.entry("llgr-stale", Community.of(0xffff, 0x0006)),
          Map.entry("no-llgr", Community.of(0xffff, 0x0007)),
          Map.entry("blackhole", Community.of(0xffff, 0x029a)),
          Map.entry("no-export", Community.of(0xffff, 0xff01)),
          Map.entry("no-advertise", Community.of(0xffff, 0xff02)),
          Map.entry("no-export-subconfed", Community.of(0xffff, 0xff03)),
          Map.entry("no-peer", Community.of(0xffff, 0xff04)));

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
  private static final Pattern PAIR = Pattern.compile("([0-9]{1,5}):([0-9]{1,5})");
  private static final Pattern TRIPLE =
      Pattern.compile("([0-9]{1,10}):([0-9]{1,10}):([0-9]{1,10})");
  private static final long MAX_32 = 0xffffffffL;

  private AttributesReader() {}

  /** A community that cannot be read is left out, the route goes without it. */
  static Optional<Attributes> read(FieldReader fields) {
    SortedSet<Community> communities = new TreeSet<>();
    SortedSet<LargeCommunity> large = new TreeSet<>();
    Optional<FieldReader> found = fields.object("communities");
    if (found.isPresent()) {
      FieldReader lists = found.get();
      lists(lists, communities, large);
      lists.finish();
    }
    OptionalLong localPreference = fields.integer("localPreference", 0, MAX_32);
    fields.finish();
    return Optional.of(new Attributes(communities, large, localPreference));
  }

  /** Adds the communities of the lists standard, wellKnown and large. */
  static void lists(
      FieldReader lists, SortedSet<Community> communities, SortedSet<LargeCommunity> large) {
    lists.items("standard").forEach(item -> standard(item).ifPresent(communities::add));
    lists.items("wellKnown").forEach(item -> item.choice(WELL_KNOWN).ifPresent(communities::add));
    lists.items("large").forEach(item -> large(item).ifPresent(large::add));
  }

  private static Optional<Community> standard(ValueReader item) {
    Optional<String> text = item.text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher pair = PAIR.matcher(text.get());
    if (pair.matches()) {
      int high = Integer.parseInt(pair.group(1));
      int low = Integer.parseInt(pair.group(2));
      if (high <= 0xffff && low <= 0xffff) {
        return Optional.of(Community.of(high, low));
      }
    } else if (NUMBER.matcher(text.get()).matches() && Long.parseLong(text.get()) <= MAX_32) {
      return Optional.of(new Community((int) Long.parseLong(text.get())));
    }
    item.error(
        item.quoted() + " is not a standard community, it is left out",
        TRIPLE.matcher(text.get()).matches()
            ? "Put it under large"
            : WELL_KNOWN.containsKey(text.get())
                ? "Put it under wellKnown"
                : "Write two numbers of 0 to 65535 as 65000:100, or one of 0 to 4294967295");
    return Optional.empty();
  }

  private static Optional<LargeCommunity> large(ValueReader item) {
    Optional<String> text = item.text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher triple = TRIPLE.matcher(text.get());
    if (triple.matches()) {
      long global = Long.parseLong(triple.group(1));
      long local1 = Long.parseLong(triple.group(2));
      long local2 = Long.parseLong(triple.group(3));
      if (global <= MAX_32 && local1 <= MAX_32 && local2 <= MAX_32) {
        return Optional.of(new LargeCommunity(global, local1, local2));
      }
    }
    item.error(
        item.quoted() + " is not a large community, it is left out",
        "Write three numbers of 0 to 4294967295 as 65000:1:2");
    return Optional.empty();
  }
}

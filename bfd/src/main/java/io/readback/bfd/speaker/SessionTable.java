package io.readback.bfd.speaker;

import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Finds the session of a packet: by our discriminator, and before the peer knows it by the
 * addresses (RFC 5880 section 6.3, RFC 5881 section 3, RFC 5883 section 4).
 */
final class SessionTable {
  /** As many as there are source ports. */
  static final int LIMIT = 16384;

  /** A discriminator is a place in {@link #slots}, and above it bits that nobody can guess. */
  private static final int SLOT_BITS = 14;

  private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;

  private record Addresses(boolean multihop, IpAddress peer, int scope) {}

  private record Entry(LiveSession session, Addresses addresses) {}

  private final RandomGenerator random;
  private final Map<BfdPath, Entry> byPath = new HashMap<>();
  private final Map<Addresses, List<LiveSession>> byAddresses = new HashMap<>();
  private @Nullable LiveSession[] slots = new LiveSession[64];
  private int next;

  SessionTable(RandomGenerator random) {
    this.random = random;
  }

  Collection<LiveSession> sessions() {
    return byPath.values().stream().map(Entry::session).toList();
  }

  Optional<LiveSession> of(BfdPath path) {
    return Optional.ofNullable(byPath.get(path)).map(Entry::session);
  }

  /**
   * A discriminator for a session to be added.
   *
   * @throws IllegalStateException where there are {@link #LIMIT} already
   */
  int newDiscriminator() {
    if (byPath.size() == slots.length) {
      if (slots.length == LIMIT) {
        throw new IllegalStateException("there are " + LIMIT + " BFD sessions, no more can be had");
      }
      next = slots.length;
      slots = Arrays.copyOf(slots, slots.length * 2);
    }
    while (slots[next] != null) {
      next = (next + 1) % slots.length;
    }
    int above = 1 + random.nextInt((1 << (32 - SLOT_BITS)) - 1);
    return above << SLOT_BITS | next;
  }

  /**
   * @param scope the interface index of a link-local peer, else 0
   */
  void add(LiveSession session, int scope) {
    BfdPath path = session.path();
    Addresses addresses = new Addresses(path.multihop(), path.peer(), scope);
    slots[session.variables().localDiscriminator() & SLOT_MASK] = session;
    byPath.put(path, new Entry(session, addresses));
    byAddresses.computeIfAbsent(addresses, a -> new ArrayList<>()).add(session);
  }

  void remove(LiveSession session) {
    Entry entry = byPath.remove(session.path());
    if (entry == null) {
      return;
    }
    slots[session.variables().localDiscriminator() & SLOT_MASK] = null;
    List<LiveSession> same = byAddresses.get(entry.addresses());
    if (same != null) {
      same.remove(session);
      if (same.isEmpty()) {
        byAddresses.remove(entry.addresses());
      }
    }
  }

  /** Allocates nothing. */
  @Nullable LiveSession find(int discriminator) {
    int slot = discriminator & SLOT_MASK;
    LiveSession found = slot < slots.length ? slots[slot] : null;
    return found != null && found.variables().localDiscriminator() == discriminator ? found : null;
  }

  /** The session whose local address the packet was sent to, else one that takes any. */
  @Nullable LiveSession find(boolean multihop, IpAddress peer, int scope, IpAddress destination) {
    List<LiveSession> same = byAddresses.get(new Addresses(multihop, peer, scope));
    if (same == null) {
      return null;
    }
    LiveSession any = null;
    for (LiveSession each : same) {
      Optional<IpAddress> local = each.path().local();
      if (local.isPresent() && local.get().equals(destination)) {
        return each;
      }
      if (local.isEmpty()) {
        any = each;
      }
    }
    return any;
  }
}

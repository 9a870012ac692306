package io.readback.app.agent;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.readback.spi.observe.LinkActivity;
import io.readback.spi.observe.MessageCounts;
import io.readback.spi.observe.SessionDetail;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Counters of sessions and links: they come with their target and go with it. Used by one scrape at
 * a time.
 */
final class SessionMetrics {
  private final MeterRegistry registry;
  private final Map<Key, Value> values = new HashMap<>();
  private Set<Key> seen = new HashSet<>();

  private record Key(String name, Tags tags) {}

  private static final class Value {
    volatile double count;
    final FunctionCounter meter;

    Value(MeterRegistry registry, Key key, String description) {
      meter =
          FunctionCounter.builder(key.name(), this, v -> v.count)
              .tags(key.tags())
              .description(description)
              .register(registry);
    }
  }

  SessionMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void begin() {
    seen = new HashSet<>();
  }

  /**
   * @param session tags of the session
   */
  void session(Tags session, SessionDetail detail) {
    messages(session.and("direction", "sent"), detail.sent());
    messages(session.and("direction", "received"), detail.received());
    set("readback.bgp.session.flaps", session, "Established sessions that ended", detail.flaps());
    SessionDetail.Activity activity = detail.activity();
    set(
        "readback.bgp.session.established",
        session,
        "How often the session was established",
        activity.established());
    String faulty = "readback.bgp.faulty.updates";
    String received = "UPDATEs with errors, by how they were taken (RFC 7606)";
    set(
        faulty,
        session.and("treatment", "treat-as-withdraw"),
        received,
        activity.treatedAsWithdraw());
    set(
        faulty,
        session.and("treatment", "attribute-discard"),
        received,
        activity.attributesDiscarded());
    detail
        .bfd()
        .ifPresent(
            bfd -> {
              String packets = "readback.bfd.packets";
              set(packets, session.and("direction", "sent"), "BFD packets", bfd.sent());
              set(packets, session.and("direction", "received"), "BFD packets", bfd.received());
              String discarded = "readback.bfd.packets.discarded";
              set(discarded, session, "BFD packets of the peer not taken", bfd.discarded());
              set("readback.bfd.ups", session, "How often BFD came up", bfd.timesUp());
            });
  }

  /**
   * @param link tags of the link
   */
  void link(Tags link, LinkActivity activity) {
    set("readback.link.answered", link, "Questions for VIPs answered", activity.answered());
    set(
        "readback.link.announcements",
        link,
        "Frames sent unasked to say that a VIP is here",
        activity.announced());
    set("readback.link.dropped", link, "Frames the kernel did not take", activity.dropped());
    set(
        "readback.link.lost",
        link,
        "Frames that came faster than they were taken, on all links together",
        activity.lost());
    set(
        "readback.link.takeovers",
        link,
        "How often this node began to answer for a VIP",
        activity.takeovers());
  }

  private void messages(Tags tags, MessageCounts counts) {
    message(tags, "open", counts.open());
    message(tags, "update", counts.update());
    message(tags, "notification", counts.notification());
    message(tags, "keepalive", counts.keepalive());
    message(tags, "route-refresh", counts.routeRefresh());
    set("readback.bgp.message.bytes", tags, "Octets of BGP messages", counts.octets());
  }

  private void message(Tags tags, String type, long count) {
    set("readback.bgp.messages", tags.and("type", type), "BGP messages", count);
  }

  /** A counter of this name; all of one name have the same keys of tags. */
  void set(String name, Tags tags, String description, double count) {
    Key key = new Key(name, tags);
    seen.add(key);
    values.computeIfAbsent(key, k -> new Value(registry, k, description)).count = count;
  }

  /** Lets go of what was not told again since {@link #begin}. */
  void end() {
    values
        .entrySet()
        .removeIf(
            e -> {
              boolean gone = !seen.contains(e.getKey());
              if (gone) {
                registry.remove(e.getValue().meter);
              }
              return gone;
            });
  }
}

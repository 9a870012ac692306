package io.readback.core.verdict;

import io.readback.core.observe.ObservationBook;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.SessionStatus;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.target.TargetId;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the announcers of this node say of their targets; those of other nodes are not known. */
final class OwnSessions {
  private final String node;
  private final SortedMap<TargetId, Word> words = new TreeMap<>();

  /** An announcer's word on a target. */
  record Word(String announcer, Instant at, TargetStatus status) {
    boolean established() {
      return status
          .session()
          .map(SessionStatus::state)
          .filter(s -> s == SessionState.ESTABLISHED)
          .isPresent();
    }

    /** Whether this is a session, and it is not up. */
    boolean down() {
      return status.session().isPresent() && !established();
    }

    boolean accepted(IpPrefix prefix) {
      return status.accepted().get(prefix) != null;
    }

    boolean advertised(IpPrefix prefix) {
      return status.advertised().get(prefix) != null;
    }
  }

  OwnSessions(String node, ObservationBook book) {
    this.node = node;
    book.announcers().forEach(this::add);
  }

  private void add(String announcer, AnnouncerObservation observation) {
    for (TargetStatus status : observation.targets()) {
      words.put(status.id(), new Word(announcer, observation.at(), status));
    }
  }

  String node() {
    return node;
  }

  /** Empty for other nodes' targets, and before the announcer spoke. */
  Optional<Word> word(String ofNode, TargetId target) {
    return ofNode.equals(node) ? Optional.ofNullable(words.get(target)) : Optional.empty();
  }
}

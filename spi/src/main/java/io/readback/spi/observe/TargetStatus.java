package io.readback.spi.observe;

import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.TargetId;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One target as its announcer sees it. Made by announcers through {@link #builder}. */
public final class TargetStatus {
  private final TargetId id;
  private final RouteTable accepted;
  private final RouteTable advertised;
  private final PrefixMap<ReceivedRoute> received;
  private final SortedMap<IpPrefix, String> rejected;
  private final Optional<SessionStatus> session;
  private final Optional<SessionDump> dump;
  private final Optional<TargetId> range;
  private final Optional<LinkActivity> link;

  private TargetStatus(Builder b) {
    id = b.id;
    accepted = b.accepted;
    advertised = b.advertised;
    received = b.received;
    rejected = Collections.unmodifiableSortedMap(new TreeMap<>(b.rejected));
    session = b.session;
    dump = b.dump;
    range = b.range;
    link = b.link;
  }

  public static Builder builder(TargetId id) {
    return new Builder(id);
  }

  public TargetId id() {
    return id;
  }

  /** What the announcer took as its aim. */
  public RouteTable accepted() {
    return accepted;
  }

  /** What the other side was last told; empty without a session. */
  public RouteTable advertised() {
    return advertised;
  }

  /** What the other side told us; counted and shown, never installed. */
  public PrefixMap<ReceivedRoute> received() {
    return received;
  }

  /** Routes the announcer cannot announce to this target, with the reason. */
  public SortedMap<IpPrefix, String> rejected() {
    return rejected;
  }

  /** The session, where the target is one. */
  public Optional<SessionStatus> session() {
    return session;
  }

  /** The range of peers that this session came about by; empty: it is a target of its own. */
  public Optional<TargetId> range() {
    return range;
  }

  /** Records the session's messages, where the announcer can. */
  public Optional<SessionDump> dump() {
    return dump;
  }

  /** What was done on the link, where the target is one. */
  public Optional<LinkActivity> link() {
    return link;
  }

  /** Starts with empty tables and no session. */
  public static final class Builder {
    private final TargetId id;
    private RouteTable accepted = RouteTable.EMPTY;
    private RouteTable advertised = RouteTable.EMPTY;
    private PrefixMap<ReceivedRoute> received = PrefixMap.empty();
    private SortedMap<IpPrefix, String> rejected = new TreeMap<>();
    private Optional<SessionStatus> session = Optional.empty();
    private Optional<SessionDump> dump = Optional.empty();
    private Optional<TargetId> range = Optional.empty();
    private Optional<LinkActivity> link = Optional.empty();

    private Builder(TargetId id) {
      this.id = id;
    }

    /** Default: none. */
    public Builder range(TargetId value) {
      range = Optional.of(value);
      return this;
    }

    public Builder accepted(RouteTable value) {
      accepted = value;
      return this;
    }

    public Builder advertised(RouteTable value) {
      advertised = value;
      return this;
    }

    public Builder received(PrefixMap<ReceivedRoute> value) {
      received = value;
      return this;
    }

    public Builder rejected(SortedMap<IpPrefix, String> value) {
      rejected = value;
      return this;
    }

    public Builder session(SessionStatus value) {
      session = Optional.of(value);
      return this;
    }

    public Builder dump(SessionDump value) {
      dump = Optional.of(value);
      return this;
    }

    public Builder link(LinkActivity value) {
      link = Optional.of(value);
      return this;
    }

    public TargetStatus build() {
      return new TargetStatus(this);
    }
  }
}

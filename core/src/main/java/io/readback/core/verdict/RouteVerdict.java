package io.readback.core.verdict;

import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Finding;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The verdict on one address of a Service at one router. Made by {@link #builder}. */
public final class RouteVerdict {
  /** By Service, then address, then router. */
  public static final Comparator<RouteVerdict> ORDER =
      Comparator.comparing(RouteVerdict::namespace)
          .thenComparing(RouteVerdict::name)
          .thenComparing(
              v -> v.vip().map(IpAddress::toPrefix).or(v::prefix).orElse(null),
              Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(RouteVerdict::router);

  private final String namespace;
  private final String name;
  private final String router;
  private final VerdictKind kind;
  private final String reason;
  private final String message;
  private final @Nullable IpAddress vip;
  private final @Nullable IpPrefix prefix;
  private final SortedSet<IpAddress> expectedNextHops;
  private final SortedSet<IpAddress> installedNextHops;
  private final List<VantageView> vantages;
  private final List<Finding> findings;
  private final List<HopState> hops;
  private final boolean unconfirmed;

  private RouteVerdict(Builder b) {
    namespace = b.namespace;
    name = b.name;
    router = b.router;
    kind = b.kind;
    reason = b.reason;
    message = b.message;
    vip = b.vip;
    prefix = b.prefix;
    expectedNextHops = b.expectedNextHops;
    installedNextHops = b.installedNextHops;
    vantages = b.vantages;
    findings = b.findings;
    hops = b.hops;
    unconfirmed = b.unconfirmed;
  }

  /** For a Service, by its namespace and name; both may be empty for a route of nobody's. */
  public static Builder builder(String namespace, String name) {
    return new Builder(namespace, name);
  }

  /** Empty for pod networks and for routes that belong to nobody. */
  public String namespace() {
    return namespace;
  }

  /** The Service's name; the node's for a pod network. */
  public String name() {
    return name;
  }

  /** The address; empty where none is allocated, and for pod networks. */
  public Optional<IpAddress> vip() {
    return Optional.ofNullable(vip);
  }

  /** What is announced for it: the address itself, an aggregate, a pod network. */
  public Optional<IpPrefix> prefix() {
    return Optional.ofNullable(prefix);
  }

  /**
   * The name of the Router manifest; the peer's address where no manifest covers it; empty where
   * the address is announced to nobody.
   */
  public String router() {
    return router;
  }

  public VerdictKind kind() {
    return kind;
  }

  /** One word for machines, upper case; empty when verified. */
  public String reason() {
    return reason;
  }

  /** One line for people. */
  public String message() {
    return message;
  }

  public SortedSet<IpAddress> expectedNextHops() {
    return expectedNextHops;
  }

  /** The next hops at the farthest vantage that was looked at, normally the forwarding table. */
  public SortedSet<IpAddress> installedNextHops() {
    return installedNextHops;
  }

  /** From ALLOCATED to INSTALLED. */
  public List<VantageView> vantages() {
    return vantages;
  }

  /** The router's evidence with the commands that show it. */
  public List<Finding> findings() {
    return findings;
  }

  /** Each expected next hop; empty where no look could judge them. */
  public List<HopState> hops() {
    return hops;
  }

  /** Whether one look disagrees with this verdict, so that another look should follow soon. */
  public boolean unconfirmed() {
    return unconfirmed;
  }

  @Override
  public String toString() {
    return namespace
        + "/"
        + name
        + " "
        + vip().map(IpAddress::toString).or(() -> prefix().map(IpPrefix::toString)).orElse("-")
        + " at "
        + (router.isEmpty() ? "-" : router)
        + ": "
        + kind
        + (reason.isEmpty() ? "" : " " + reason)
        + ": "
        + message;
  }

  /** Starts as PENDING with nothing seen. */
  public static final class Builder {
    private final String namespace;
    private final String name;
    private String router = "";
    private VerdictKind kind = VerdictKind.PENDING;
    private String reason = "";
    private String message = "";
    private @Nullable IpAddress vip;
    private @Nullable IpPrefix prefix;
    private SortedSet<IpAddress> expectedNextHops = Collections.emptySortedSet();
    private SortedSet<IpAddress> installedNextHops = Collections.emptySortedSet();
    private List<VantageView> vantages = List.of();
    private List<Finding> findings = List.of();
    private List<HopState> hops = List.of();
    private boolean unconfirmed;

    private Builder(String namespace, String name) {
      this.namespace = namespace;
      this.name = name;
    }

    public Builder router(String value) {
      router = value;
      return this;
    }

    public Builder verdict(VerdictKind newKind, String newReason, String newMessage) {
      kind = newKind;
      reason = newReason;
      message = newMessage;
      return this;
    }

    public Builder vip(IpAddress value) {
      vip = value;
      return this;
    }

    public Builder prefix(IpPrefix value) {
      prefix = value;
      return this;
    }

    public Builder expectedNextHops(Collection<IpAddress> value) {
      expectedNextHops = Collections.unmodifiableSortedSet(new TreeSet<>(value));
      return this;
    }

    public Builder installedNextHops(Collection<IpAddress> value) {
      installedNextHops = Collections.unmodifiableSortedSet(new TreeSet<>(value));
      return this;
    }

    public Builder vantages(List<VantageView> value) {
      vantages = List.copyOf(value);
      return this;
    }

    public Builder findings(List<Finding> value) {
      findings = List.copyOf(value);
      return this;
    }

    public Builder hops(List<HopState> value) {
      hops = List.copyOf(value);
      return this;
    }

    public Builder unconfirmed(boolean value) {
      unconfirmed = value;
      return this;
    }

    public RouteVerdict build() {
      return new RouteVerdict(this);
    }
  }
}

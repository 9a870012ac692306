package io.readback.core.engine;

import io.readback.spi.Spi;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.Finding;
import io.readback.spi.observe.Interest;
import io.readback.spi.observe.RouterObservation;
import io.readback.spi.observe.RouterSession;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.Sighting;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.observe.Vantage;
import io.readback.spi.plugin.Announcer;
import io.readback.spi.plugin.AnnouncerCapabilities;
import io.readback.spi.plugin.AnnouncerFactory;
import io.readback.spi.plugin.ConfigKey;
import io.readback.spi.plugin.LookingGlass;
import io.readback.spi.plugin.LookingGlassFactory;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.ReadbackPlugin;
import io.readback.spi.plugin.RouterRef;
import io.readback.spi.plugin.Settings;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.DesiredState;
import io.readback.spi.target.TargetKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** A router in memory, with the announcer and the looking glass onto it as a plugin. */
final class FakeNetwork {
  /** What each speaker announces, by its address. */
  final Map<IpAddress, RouteTable> announced = new ConcurrentSkipListMap<>();

  /** Prefixes the router refuses. */
  final Set<IpPrefix> denied = new ConcurrentSkipListSet<>();

  /** Passwords with which it was looked at. */
  final Set<String> passwords = new ConcurrentSkipListSet<>();

  final Set<String> stops = new ConcurrentSkipListSet<>();
  volatile boolean unreachable;
  volatile int reconciles;

  ReadbackPlugin plugin(IpAddress speaker) {
    return new ReadbackPlugin() {
      @Override
      public String id() {
        return "fake";
      }

      @Override
      public int spiVersion() {
        return Spi.VERSION;
      }

      @Override
      public List<AnnouncerFactory<?>> announcers() {
        return List.of(new Announcers(speaker));
      }

      @Override
      public List<LookingGlassFactory<?>> lookingGlasses() {
        return List.of(new Glasses());
      }
    };
  }

  private final class Announcers implements AnnouncerFactory<String> {
    private final IpAddress speaker;

    Announcers(IpAddress speaker) {
      this.speaker = speaker;
    }

    @Override
    public String type() {
      return "fake";
    }

    @Override
    public List<ConfigKey<?>> configKeys() {
      return List.of();
    }

    @Override
    public String configure(Settings settings) {
      return "";
    }

    @Override
    public Announcer create(PluginContext context, String config) {
      return new FakeAnnouncer(context, speaker);
    }
  }

  private final class FakeAnnouncer implements Announcer {
    private final PluginContext context;
    private final IpAddress speaker;
    private DesiredState state = DesiredState.EMPTY;

    FakeAnnouncer(PluginContext context, IpAddress speaker) {
      this.context = context;
      this.speaker = speaker;
    }

    @Override
    public AnnouncerCapabilities capabilities() {
      return AnnouncerCapabilities.of(
          Set.of(TargetKind.BGP_SESSION), EnumSet.allOf(AddressFamily.class));
    }

    @Override
    public void start() {}

    @Override
    public void reconcile(DesiredState desired) {
      reconciles++;
      state = desired;
      RouteTable all = RouteTable.EMPTY;
      for (var target : desired.targets().values()) {
        for (IpPrefix prefix : target.routes().paths().keys()) {
          var path = target.routes().get(prefix);
          if (path != null) {
            all = all.with(prefix, path);
          }
        }
      }
      announced.put(speaker, all);
      context.requestObservation();
    }

    @Override
    public AnnouncerObservation observe() {
      List<TargetStatus> out = new ArrayList<>();
      state
          .targets()
          .forEach(
              (id, t) ->
                  out.add(
                      TargetStatus.builder(id)
                          .accepted(t.routes())
                          .advertised(t.routes())
                          .build()));
      return new AnnouncerObservation(context.clock().instant(), out);
    }

    @Override
    public void stop(StopIntent intent) {
      stops.add(speaker + " " + intent);
      if (intent == StopIntent.WITHDRAW) {
        announced.remove(speaker);
      }
    }
  }

  private static final ConfigKey<Map<String, io.readback.spi.Secret>> SECRET =
      ConfigKey.secretReference("secretRef", "The password.");

  private final class Glasses implements LookingGlassFactory<String> {
    @Override
    public String type() {
      return "fake";
    }

    @Override
    public List<ConfigKey<?>> configKeys() {
      return List.of(SECRET);
    }

    @Override
    public String configure(Settings settings) {
      io.readback.spi.Secret password = settings.get(SECRET).get("password");
      return password == null ? "" : password.revealText();
    }

    @Override
    public LookingGlass create(PluginContext context, RouterRef router, String password) {
      return new LookingGlass() {
        @Override
        public Set<Vantage> vantages() {
          return EnumSet.of(Vantage.RECEIVED, Vantage.SELECTED, Vantage.INSTALLED);
        }

        @Override
        public void start() {}

        @Override
        public RouterObservation observe(Interest interest) throws PluginException {
          passwords.add(password);
          if (unreachable) {
            throw new PluginException(PluginException.Kind.UNREACHABLE, "no route to host");
          }
          return look(interest, context.clock().instant());
        }

        @Override
        public void stop() {}
      };
    }
  }

  private RouterObservation look(Interest interest, Instant now) {
    List<Sighting> sightings = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    SortedMap<IpPrefix, SortedSet<IpAddress>> fib = new TreeMap<>();
    List<RouterSession> sessions = new ArrayList<>();
    announced.forEach(
        (speaker, table) -> {
          sessions.add(
              new RouterSession(
                  speaker,
                  65001,
                  SessionState.ESTABLISHED,
                  Optional.of(Duration.ofSeconds(1)),
                  table.size(),
                  Optional.empty(),
                  ""));
          for (IpPrefix prefix : table.paths().keys()) {
            if (!interest.prefixes().containsKey(prefix)) {
              continue;
            }
            if (denied.contains(prefix)) {
              findings.add(
                  new Finding(
                      Cause.FILTERED,
                      Optional.of(prefix),
                      Optional.of(speaker),
                      "prefix-list DENY",
                      "show bgp neighbors"));
            } else {
              fib.computeIfAbsent(prefix, p -> new TreeSet<>()).add(speaker);
              for (Vantage v : List.of(Vantage.RECEIVED, Vantage.SELECTED)) {
                sightings.add(
                    new Sighting(
                        prefix,
                        v,
                        Optional.of(speaker),
                        new TreeSet<>(Set.of(speaker)),
                        Optional.empty(),
                        false));
              }
            }
          }
        });
    fib.forEach(
        (prefix, hops) ->
            sightings.add(
                new Sighting(
                    prefix, Vantage.INSTALLED, Optional.empty(), hops, Optional.empty(), false)));
    return new RouterObservation(
        now,
        "fake router",
        EnumSet.of(Vantage.RECEIVED, Vantage.SELECTED, Vantage.INSTALLED),
        sessions,
        sightings,
        findings);
  }
}

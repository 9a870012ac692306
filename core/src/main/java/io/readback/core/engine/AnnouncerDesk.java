package io.readback.core.engine;

import io.readback.core.dispatch.AnnouncerLane;
import io.readback.core.dispatch.LaneStatus;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ProblemCode;
import io.readback.core.plan.NodePlan;
import io.readback.core.plugin.Faults;
import io.readback.core.plugin.PluginCatalog;
import io.readback.core.settings.AnnouncerSettings;
import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.plugin.Announcer;
import io.readback.spi.plugin.AnnouncerCapabilities;
import io.readback.spi.plugin.AnnouncerFactory;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.Settings;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.target.DesiredState;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.TargetId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The announcers of an engine. Owned by the core thread, save where said. */
final class AnnouncerDesk {
  private final Wires wires;
  private final List<Post> posts = new ArrayList<>();
  private final List<Problem> configurationProblems = new ArrayList<>();
  private List<Problem> sharingProblems = List.of();

  /** One announcer. Its volatile fields are written by its lane. */
  private static final class Post {
    final String name;
    final String type;
    final AtomicBoolean told = new AtomicBoolean();
    volatile LaneStatus status;
    volatile @Nullable AnnouncerCapabilities capabilities;
    volatile @Nullable AnnouncerObservation observation;
    volatile long accepted;
    @Nullable AnnouncerLane lane;
    @Nullable AnnouncerObservation booked;
    SortedMap<TargetId, DesiredTarget> share = new TreeMap<>();
    long offered;

    Post(String name, String type, LaneStatus status) {
      this.name = name;
      this.type = type;
      this.status = status;
    }
  }

  /** Makes lanes for {@code announcers}; what is wrong with one is its problem. */
  AnnouncerDesk(Wires wires, PluginCatalog plugins, List<AnnouncerSettings> announcers) {
    this.wires = wires;
    for (AnnouncerSettings announcer : announcers) {
      open(plugins, announcer);
    }
  }

  private void open(PluginCatalog plugins, AnnouncerSettings announcer) {
    Optional<PluginCatalog.Offer<AnnouncerFactory<?>>> offer = plugins.announcer(announcer.type());
    if (offer.isEmpty()) {
      refuse(
          announcer,
          "type",
          "no plugin has an announcer of type '" + announcer.type() + "'",
          "Put its jar into the plugins folder; there are: "
              + String.join(", ", plugins.announcerTypes()));
      return;
    }
    try {
      int before = configurationProblems.size();
      Optional<Function<PluginContext, Announcer>> maker = maker(offer.get().factory(), announcer);
      if (maker.isEmpty()) {
        String first = configurationProblems.get(before).message();
        failed(announcer, first);
        return;
      }
      Post post =
          new Post(
              announcer.name(),
              announcer.type(),
              new LaneStatus(
                  LaneStatus.State.STARTING, wires.clock().instant(), Optional.empty(), 0));
      post.lane =
          new AnnouncerLane(
              wires.announcerWiring(announcer.name(), offer.get().spiVersion()),
              wires.random(),
              maker.get(),
              listener(post));
      posts.add(post);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable t) {
      refuse(
          announcer,
          "settings",
          "its plugin '"
              + offer.get().pluginId()
              + "' failed to take the settings: "
              + Faults.sentence(t, offer.get().spiVersion()),
          "");
    }
  }

  private <C> Optional<Function<PluginContext, Announcer>> maker(
      AnnouncerFactory<C> factory, AnnouncerSettings announcer) {
    Settings.Result parsed =
        Settings.parse(factory.configKeys(), new Settings.Raw(announcer.texts(), new TreeMap<>()));
    parsed.problems().forEach(p -> problem(announcer, "settings." + p.key(), p.message(), ""));
    if (!parsed.problems().isEmpty()) {
      return Optional.empty();
    }
    C config;
    try {
      config = factory.configure(parsed.settings());
    } catch (IllegalArgumentException e) {
      problem(announcer, "settings", String.valueOf(e.getMessage()), "");
      return Optional.empty();
    }
    return Optional.of(context -> factory.create(context, config));
  }

  private void refuse(AnnouncerSettings announcer, String field, String message, String remedy) {
    problem(announcer, field, message, remedy);
    failed(announcer, message);
  }

  private void problem(AnnouncerSettings announcer, String field, String message, String remedy) {
    configurationProblems.add(
        new Problem(
            ProblemCode.AGENT,
            Severity.ERROR,
            Optional.empty(),
            announcer.origin(),
            "announcers[" + announcer.name() + "]." + field,
            message,
            remedy));
  }

  private void failed(AnnouncerSettings announcer, String message) {
    posts.add(
        new Post(
            announcer.name(),
            announcer.type(),
            new LaneStatus(
                LaneStatus.State.STOPPED,
                wires.clock().instant(),
                Optional.of(
                    new LaneStatus.Problem(
                        wires.clock().instant(),
                        "configure",
                        PluginException.Kind.UNSUPPORTED,
                        message)),
                1)));
  }

  private AnnouncerLane.Listener listener(Post post) {
    return new AnnouncerLane.Listener() {
      @Override
      public void status(LaneStatus status) {
        post.status = status;
        tell(post);
      }

      @Override
      public void capabilities(AnnouncerCapabilities capabilities) {
        post.capabilities = capabilities;
        tell(post);
      }

      @Override
      public void accepted(long generation) {
        post.accepted = Math.max(post.accepted, generation);
        tell(post);
      }

      @Override
      public void observed(AnnouncerObservation observation) {
        post.observation = observation;
        tell(post);
      }
    };
  }

  /** Any thread: many tellings before the core gets to it are one. */
  private void tell(Post post) {
    if (post.told.compareAndSet(false, true)) {
      wires
          .core()
          .execute(
              () -> {
                post.told.set(false);
                heard(post);
              });
    }
  }

  private void heard(Post post) {
    AnnouncerObservation observation = post.observation;
    boolean news = observation != null && observation != post.booked;
    post.booked = observation;
    wires.listener().announcerChanged(post.name, news ? observation : null);
  }

  void start() {
    for (Post post : posts) {
      if (post.lane != null) {
        post.lane.start();
      }
    }
  }

  /** Hands each announcer its share where that is another one than before. */
  void distribute(NodePlan plan, ClusterState cluster) {
    List<TargetSharing.Candidate> candidates = new ArrayList<>();
    for (Post post : posts) {
      if (post.lane != null) {
        candidates.add(
            new TargetSharing.Candidate(
                post.name,
                Optional.ofNullable(post.capabilities).map(AnnouncerCapabilities::kinds)));
      }
    }
    TargetSharing sharing = TargetSharing.of(plan, candidates, cluster);
    sharingProblems = sharing.problems();
    for (Post post : posts) {
      SortedMap<TargetId, DesiredTarget> share = sharing.targets().get(post.name);
      AnnouncerLane lane = post.lane;
      if (lane == null || share == null || (post.offered > 0 && share.equals(post.share))) {
        continue;
      }
      post.share = share;
      post.offered++;
      lane.offer(new DesiredState(post.offered, share));
    }
  }

  List<Problem> problems() {
    List<Problem> out = new ArrayList<>(configurationProblems);
    out.addAll(sharingProblems);
    return out;
  }

  SortedMap<String, AnnouncerStatus> status() {
    SortedMap<String, AnnouncerStatus> out = new TreeMap<>();
    for (Post post : posts) {
      out.put(
          post.name,
          new AnnouncerStatus(
              post.name,
              post.type,
              post.status,
              new TreeSet<>(post.share.keySet()),
              post.offered,
              post.accepted,
              Optional.ofNullable(post.observation)));
    }
    return out;
  }

  void stop(StopIntent intent) {
    for (Post post : posts) {
      if (post.lane != null) {
        post.lane.stop(intent);
      }
    }
  }

  /** Any thread; after {@link #stop}. Whether all ended in time. */
  boolean awaitEnd(Duration each) throws InterruptedException {
    boolean all = true;
    for (Post post : posts) {
      if (post.lane != null) {
        all &= post.lane.awaitEnd(each);
      }
    }
    return all;
  }
}

package io.readback.core.engine;

import io.readback.core.dispatch.LaneStatus;
import io.readback.core.dispatch.LookLimit;
import io.readback.core.dispatch.LookingGlassLane;
import io.readback.core.model.ClusterState;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.RouterConfig;
import io.readback.core.model.SecretData;
import io.readback.core.model.SecretRef;
import io.readback.core.observe.GlassId;
import io.readback.core.plugin.Faults;
import io.readback.core.plugin.PluginCatalog;
import io.readback.spi.Secret;
import io.readback.spi.observe.Interest;
import io.readback.spi.observe.RouterObservation;
import io.readback.spi.observe.Vantage;
import io.readback.spi.plugin.LookingGlass;
import io.readback.spi.plugin.LookingGlassFactory;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.RouterRef;
import io.readback.spi.plugin.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The looking glasses of the routers that manifests name: made, and made anew when manifest or
 * Secret change, and taken away. Owned by the core thread.
 */
final class RouterDesk {
  private static final Duration CONFIRM = Duration.ofSeconds(1);

  /** Between looks that somebody asks for. */
  private static final Duration ASKED = Duration.ofSeconds(1);

  private final Wires wires;
  private final PluginCatalog plugins;
  private final LookLimit looks = new LookLimit(LookLimit.DEFAULT);
  private final SortedMap<GlassId, Post> posts = new TreeMap<>();
  private final List<LookingGlassLane> leaving = new ArrayList<>();
  private final SortedMap<String, Interest> interests = new TreeMap<>();
  private SortedMap<String, RouterConfig> routers = new TreeMap<>();
  private List<Problem> problems = List.of();
  private Instant asked = Instant.EPOCH;

  /** Everything a looking glass is made from; another one makes another glass. */
  private record Recipe(
      RouterConfig.Glass glass,
      RouterRef router,
      Duration interval,
      SortedMap<String, Map<String, Secret>> secrets) {
    boolean sameAs(Recipe other) {
      return glass.type().equals(other.glass.type())
          && glass.texts().equals(other.glass.texts())
          && router.equals(other.router)
          && interval.equals(other.interval)
          && secrets.equals(other.secrets);
    }
  }

  private static final class Post {
    final GlassId id;
    final Recipe recipe;
    final @Nullable LookingGlassLane lane;
    volatile LaneStatus status;
    volatile Set<Vantage> vantages = Set.of();

    Post(
        GlassId id,
        Recipe recipe,
        LaneStatus status,
        @Nullable Function<Post, LookingGlassLane> lane) {
      this.id = id;
      this.recipe = recipe;
      this.status = status;
      this.lane = lane == null ? null : lane.apply(this);
    }
  }

  RouterDesk(Wires wires, PluginCatalog plugins) {
    this.wires = wires;
    this.plugins = plugins;
  }

  /**
   * Makes looking glasses what the manifests say.
   *
   * @return glasses whose earlier looks say nothing of what they look at now
   */
  List<GlassId> apply(ClusterState cluster) {
    List<Problem> found = new ArrayList<>();
    List<GlassId> renewed = new ArrayList<>();
    SortedSet<GlassId> wanted = new TreeSet<>();
    for (RouterConfig router : cluster.routers().values()) {
      int index = 0;
      for (RouterConfig.Glass glass : router.lookingGlasses()) {
        GlassId id = new GlassId(router.name(), index, glass.type());
        wanted.add(id);
        place(id, router, glass, cluster, found, renewed);
        index++;
      }
    }
    for (GlassId id : new ArrayList<>(posts.keySet())) {
      if (!wanted.contains(id)) {
        leave(posts.remove(id));
      }
    }
    routers = new TreeMap<>(cluster.routers());
    interests.keySet().retainAll(routers.keySet());
    leaving.removeIf(lane -> lane.status().state() == LaneStatus.State.STOPPED);
    problems = found;
    return renewed;
  }

  private void place(
      GlassId id,
      RouterConfig router,
      RouterConfig.Glass glass,
      ClusterState cluster,
      List<Problem> found,
      List<GlassId> renewed) {
    Where where = new Where(router, glass, id.index(), found);
    SortedMap<String, Map<String, Secret>> secrets = new TreeMap<>();
    boolean complete = true;
    for (Map.Entry<String, SecretRef> e : glass.secrets().entrySet()) {
      SecretData secret = cluster.secrets().get(e.getValue());
      if (secret == null) {
        complete = false;
        where.error(
            e.getKey(),
            "the Secret " + e.getValue() + " is not there, so the router is not read",
            "Create it, or correct the reference");
      } else {
        secrets.put(e.getKey(), secret.data());
      }
    }
    Recipe recipe =
        new Recipe(
            glass, new RouterRef(router.name(), router.addresses()), router.interval(), secrets);
    Post present = posts.get(id);
    if (present != null && complete && present.recipe.sameAs(recipe)) {
      if (present.lane == null) {
        // refused before, and nothing changed: say it again
        open(id, recipe, where);
      }
      return;
    }
    if (present != null) {
      posts.remove(id);
      leave(present);
      if (!present.recipe.glass().texts().equals(glass.texts())
          || !present.recipe.router().equals(recipe.router())) {
        renewed.add(id);
      }
    }
    Optional<Post> made = complete ? open(id, recipe, where) : Optional.empty();
    Post post =
        made.orElseGet(
            () ->
                new Post(
                    id,
                    recipe,
                    new LaneStatus(
                        LaneStatus.State.STOPPED,
                        wires.clock().instant(),
                        Optional.of(where.problem(wires.clock().instant())),
                        1),
                    null));
    posts.put(id, post);
    if (post.lane == null) {
      post.status.problem().ifPresent(p -> wires.listener().lookFailed(id, p));
    } else {
      post.lane.start();
      Interest interest = interests.get(id.router());
      if (interest != null) {
        post.lane.offer(interest, true);
      }
    }
  }

  private Optional<Post> open(GlassId id, Recipe recipe, Where where) {
    Optional<PluginCatalog.Offer<LookingGlassFactory<?>>> offer =
        plugins.lookingGlass(recipe.glass().type());
    if (offer.isEmpty()) {
      where.error(
          "type",
          "no plugin has a looking glass of type '" + recipe.glass().type() + "'",
          "Put its jar into the plugins folder; there are: "
              + String.join(", ", plugins.lookingGlassTypes()));
      return Optional.empty();
    }
    try {
      return maker(offer.get().factory(), recipe, where)
          .map(
              maker ->
                  new Post(
                      id,
                      recipe,
                      new LaneStatus(
                          LaneStatus.State.STARTING, wires.clock().instant(), Optional.empty(), 0),
                      post ->
                          new LookingGlassLane(
                              wires.glassWiring(
                                  id.toString(), offer.get().spiVersion(), recipe.interval()),
                              wires.random(),
                              maker,
                              listener(post),
                              looks)));
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable t) {
      where.error(
          "",
          "the plugin '"
              + offer.get().pluginId()
              + "' failed to take the settings: "
              + Faults.sentence(t, offer.get().spiVersion()),
          "");
      return Optional.empty();
    }
  }

  private static <C> Optional<Function<PluginContext, LookingGlass>> maker(
      LookingGlassFactory<C> factory, Recipe recipe, Where where) {
    Settings.Result parsed =
        Settings.parse(
            factory.configKeys(), new Settings.Raw(recipe.glass().texts(), recipe.secrets()));
    parsed.problems().forEach(p -> where.error(p.key(), p.message(), ""));
    if (!parsed.problems().isEmpty()) {
      return Optional.empty();
    }
    C config;
    try {
      config = factory.configure(parsed.settings());
    } catch (IllegalArgumentException e) {
      where.error("", String.valueOf(e.getMessage()), "");
      return Optional.empty();
    }
    return Optional.of(context -> factory.create(context, recipe.router(), config));
  }

  private LookingGlassLane.Listener listener(Post post) {
    return new LookingGlassLane.Listener() {
      @Override
      public void status(LaneStatus status) {
        post.status = status;
        wires.core().execute(wires.listener()::glassChanged);
      }

      @Override
      public void vantages(Set<Vantage> vantages) {
        post.vantages = vantages;
      }

      @Override
      public void observed(Interest interest, RouterObservation observation) {
        wires.core().execute(() -> ifPresent(() -> wires.listener().looked(post.id, observation)));
      }

      @Override
      public void failed(LaneStatus.Problem problem) {
        wires.core().execute(() -> ifPresent(() -> wires.listener().lookFailed(post.id, problem)));
      }

      /** Not for what a glass that was replaced still had to say. */
      private void ifPresent(Runnable action) {
        if (posts.get(post.id) == post) {
          action.run();
        }
      }
    };
  }

  /** Tells the looking glasses of a router what is expected there. */
  void offer(String router, Interest interest, boolean changed) {
    interests.put(router, interest);
    lanes(router).forEach(lane -> lane.offer(interest, changed));
  }

  /** All is as expected at this router. */
  void satisfied(String router) {
    lanes(router).forEach(LookingGlassLane::satisfied);
  }

  /** Another look would settle something. */
  void confirm(String router) {
    lanes(router).forEach(lane -> lane.requestObservation(CONFIRM));
  }

  /** Somebody wants to know how things are now: every router is looked at, if not just done. */
  void lookSoon() {
    Instant now = wires.clock().instant();
    if (Duration.between(asked, now).compareTo(ASKED) >= 0) {
      asked = now;
      routers.keySet().forEach(r -> lanes(r).forEach(LookingGlassLane::requestObservation));
    }
  }

  private List<LookingGlassLane> lanes(String router) {
    List<LookingGlassLane> out = new ArrayList<>();
    for (Post post : posts.values()) {
      if (post.id.router().equals(router) && post.lane != null) {
        out.add(post.lane);
      }
    }
    return out;
  }

  List<GlassId> glasses() {
    return List.copyOf(posts.keySet());
  }

  List<Problem> problems() {
    return problems;
  }

  SortedMap<String, RouterStatus> status() {
    SortedMap<String, List<RouterStatus.GlassStatus>> glasses = new TreeMap<>();
    routers.keySet().forEach(name -> glasses.put(name, new ArrayList<>()));
    for (Post post : posts.values()) {
      glasses
          .computeIfAbsent(post.id.router(), k -> new ArrayList<>())
          .add(new RouterStatus.GlassStatus(post.id, post.status, post.vantages));
    }
    SortedMap<String, RouterStatus> out = new TreeMap<>();
    glasses.forEach((name, list) -> out.put(name, new RouterStatus(name, list)));
    return out;
  }

  private void leave(@Nullable Post post) {
    if (post != null && post.lane != null) {
      post.lane.stop();
      leaving.add(post.lane);
    }
  }

  /** Stops all; the lanes to wait for. */
  List<LookingGlassLane> stop() {
    posts.values().forEach(this::leave);
    posts.clear();
    return List.copyOf(leaving);
  }

  /** Where a looking glass stands in its manifest. */
  private record Where(
      RouterConfig router, RouterConfig.Glass glass, int index, List<Problem> problems) {
    void error(String key, String message, String remedy) {
      problems.add(
          new Problem(
              ProblemCode.AGENT,
              Severity.ERROR,
              Optional.of(new ObjectRef("Router", "", router.name())),
              glass.origin(),
              "spec.lookingGlasses[" + index + "]" + (key.isEmpty() ? "" : "." + key),
              message,
              remedy));
    }

    /** The latest problem, in the form that a lane's status has. */
    LaneStatus.Problem problem(Instant at) {
      String message =
          problems.isEmpty() ? "not configured" : problems.get(problems.size() - 1).message();
      return new LaneStatus.Problem(
          at, "configure", io.readback.spi.plugin.PluginException.Kind.UNSUPPORTED, message);
    }
  }
}

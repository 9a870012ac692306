package io.readback.app.cli;

import io.readback.app.agent.Agent;
import io.readback.app.agent.LinuxHost;
import io.readback.core.engine.Engine;
import io.readback.core.engine.Role;
import io.readback.core.model.Drain;
import io.readback.core.source.FolderSource;
import io.readback.spi.plugin.StopIntent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description =
        "Runs an agent: follows manifests, gives addresses, announces routes, reads them back.")
final class RunCommand implements Callable<Integer> {
  private static final System.Logger LOG = System.getLogger(RunCommand.class.getName());

  @Option(
      names = "--config",
      required = true,
      paramLabel = "DIR",
      description =
          "Folder of manifests (*.yaml, *.yml, *.json at any depth), followed while running.")
  private Path config = Path.of(".");

  @Option(
      names = "--node",
      paramLabel = "NAME",
      description = "The node this is (default: the host name).")
  private Optional<String> node = Optional.empty();

  @Option(
      names = "--role",
      paramLabel = "all|agent|controller",
      description =
          "Give addresses (controller), announce and read back (agent), or both (default: all).")
  private Role role = Role.ALL;

  @Mixin private final ApiOptions api = new ApiOptions();

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "Folder of plugin jars (default: the distribution's).")
  private Optional<Path> plugins = Optional.empty();

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description = "Which announcers to run, and what MetalLB is flagged with (YAML).")
  private Optional<Path> settings = Optional.empty();

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Where allocations survive a restart; without it they live in Service status only.")
  private Optional<Path> state = Optional.empty();

  @Option(
      names = "--drain-on-stop",
      paramLabel = "TIME",
      arity = "0..1",
      fallbackValue = "true",
      converter = DrainTime.class,
      description =
          "When stopped, take traffic away first: announce with the least preference for so long,"
              + " such as 30s (without a time: 30s), then withdraw and end the sessions (default:"
              + " stop at once; peers with graceful restart keep the routes).")
  private Optional<Drain> drainOnStop = Optional.empty();

  @Option(
      names = "--enable-no-service-endpoints-routable",
      paramLabel = "true|false",
      arity = "0..1",
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Announce Services with traffic policy Cluster that have no endpoints (default: true).")
  private boolean noEndpointsRoutable = true;

  @Override
  public Integer call() throws InterruptedException {
    if (Files.exists(config) && !Files.isDirectory(config)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--config " + config + " is not a folder: give the folder that holds the manifests");
    }
    plugins.ifPresent(dir -> requireFolder("--plugins", dir));
    Engine.Builder engine =
        Engine.builder(new FolderSource(config), node.orElseGet(RunCommand::hostName))
            .role(role)
            .classPath(RunCommand.class.getClassLoader())
            .host(new LinuxHost())
            .enableNoServiceEndpointsRoutable(noEndpointsRoutable);
    plugins.or(Home::plugins).ifPresent(engine::pluginsFolder);
    state.ifPresent(engine::stateFolder);
    settings.ifPresent(file -> engine.settings(SettingsFile.read(file)));
    Agent agent = start(engine);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop(agent);
                  stopped.countDown();
                },
                "stop"));
    stopped.await();
    return ExitCode.FINE;
  }

  private void stop(Agent agent) {
    if (drainOnStop.isEmpty()) {
      LOG.log(System.Logger.Level.INFO, "stopping");
      agent.close(StopIntent.RETAIN);
      return;
    }
    Duration patience = drainOnStop.get().patience();
    LOG.log(
        System.Logger.Level.INFO,
        "stopping: routes are announced with the least preference for {0} s, then withdrawn",
        patience.toMillis() / 1000.0);
    try {
      if (!agent.leave(patience, "this node stops announcing")) {
        LOG.log(System.Logger.Level.WARNING, "some sessions have not ended in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    agent.close(StopIntent.WITHDRAW);
  }

  /** Reads the time of a drain. */
  static final class DrainTime implements CommandLine.ITypeConverter<Drain> {
    @Override
    public Drain convert(String text) {
      return Drain.parse(text)
          .filter(Drain.Wanted.class::isInstance)
          .map(wish -> ((Drain.Wanted) wish).drain())
          .orElseThrow(
              () ->
                  new CommandLine.TypeConversionException(
                      "a time such as 30s or 2m, up to 1h, but was '" + text + "'"));
    }
  }

  private Agent start(Engine.Builder engine) {
    try {
      Agent agent = Agent.start(engine, Optional.of(api.endpoint()));
      LOG.log(
          System.Logger.Level.INFO,
          "readback {0} follows {1}; API at {2}",
          Version.current(),
          config,
          api.endpoint());
      return agent;
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private static void requireFolder(String option, Path dir) {
    if (!Files.isDirectory(dir)) {
      throw new CommandFailure(ExitCode.USAGE, option + " " + dir + " is not a folder");
    }
  }

  private static String hostName() {
    String fromEnvironment = System.getenv("NODE_NAME");
    if (fromEnvironment != null && !fromEnvironment.isEmpty()) {
      return fromEnvironment;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "the host name is not known: say which node this is with --node");
    }
  }
}

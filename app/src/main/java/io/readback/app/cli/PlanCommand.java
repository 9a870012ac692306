package io.readback.app.cli;

import io.readback.app.document.PlanBasis;
import io.readback.app.document.PlanBasisDocument;
import io.readback.app.document.PlanDocument;
import io.readback.core.allocate.Vip;
import io.readback.core.diff.ClusterPicture;
import io.readback.core.diff.PlanComparison;
import io.readback.core.diff.PlanTrial;
import io.readback.core.model.Problem;
import io.readback.core.model.ServiceRef;
import io.readback.core.plan.RoutePlanner;
import io.readback.core.settings.AgentSettings;
import io.readback.core.source.FolderReading;
import io.readback.core.state.AllocationFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description =
        "What a change of manifests would do: addresses, sessions, routes per node and peer, problems. Changes"
            + " nothing. Exits 0 if nothing changes, 1 if something does, 2 if the manifests have errors, 3 if the"
            + " agent cannot be reached.")
final class PlanCommand implements Callable<Integer> {
  private static final String RUNNING = "running";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** How long an agent that has just started may take to read its sources. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Option(
      names = "--config",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the manifests as they would be, the whole of them.")
  private Path config = Path.of(".");

  @Option(
      names = "--against",
      paramLabel = "DIR|running",
      description =
          "Compare with another folder, or with what the agent has now (default: running).")
  private String against = RUNNING;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "With a folder to compare with: the agent's state folder, for the addresses that Services hold.")
  private Optional<Path> state = Optional.empty();

  @Option(
      names = "--enable-no-service-endpoints-routable",
      paramLabel = "true|false",
      arity = "0..1",
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "With a folder to compare with: as the agent is run (default: true). A running agent says so itself.")
  private boolean noEndpointsRoutable = true;

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description =
          "With a folder to compare with: the agent's settings file (YAML). A running agent says itself what it is set to.")
  private Optional<Path> settings = Optional.empty();

  @Mixin private final ApiOptions api = new ApiOptions();
  @Mixin private final PrintOptions output = new PrintOptions();
  @Spec private @Nullable CommandSpec spec;

  /** The cluster before and after. */
  private record Pictures(String against, ClusterPicture before, ClusterPicture after) {}

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    FolderReading proposed = ManifestFolder.read("--config", config);
    Pictures pictures = against.equals(RUNNING) ? againstAgent(proposed) : againstFolder(proposed);
    boolean valid =
        pictures.after().problems().stream().noneMatch(p -> p.severity() == Problem.Severity.ERROR);
    PlanDocument plan =
        PlanDocument.of(
            pictures.against(), valid, PlanComparison.of(pictures.before(), pictures.after()));
    List<Problem> errors =
        pictures.after().problems().stream()
            .filter(p -> p.severity() == Problem.Severity.ERROR)
            .toList();
    JsonNode document = JSON.valueToTree(plan);
    new DocumentPrinter(output, out)
        .print(document, d -> new PlanText(plan, errors, output).print(out));
    if (!valid) {
      return ExitCode.USAGE;
    }
    return plan.summary().nothing() ? ExitCode.FINE : ExitCode.WRONG;
  }

  private Pictures againstFolder(FolderReading proposed) {
    FolderReading present = ManifestFolder.read("--against", Path.of(against));
    AgentSettings set = settings.map(SettingsFile::read).orElse(AgentSettings.DEFAULT);
    PlanTrial trial =
        new PlanTrial(
            remembered(),
            set.metallbClass(),
            new RoutePlanner.Options(noEndpointsRoutable, true, set.ignoreExcludeLb()));
    ClusterPicture before = trial.take(present.state(), present.problems());
    ClusterPicture after = trial.take(proposed.state(), proposed.problems());
    return new Pictures(against, before, after);
  }

  private SortedMap<ServiceRef, List<Vip>> remembered() {
    if (state.isEmpty()) {
      return new TreeMap<>();
    }
    if (!Files.isDirectory(state.get())) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--state "
              + state.get()
              + " is not a folder: give the folder that 'readback run --state' has");
    }
    AllocationFile.Remembered remembered = new AllocationFile(state.get()).peek();
    if (!remembered.problems().isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, "--state: " + remembered.problems().get(0).message());
    }
    return remembered.assignments();
  }

  private Pictures againstAgent(FolderReading proposed) {
    if (state.isPresent()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--state goes with --against DIR; a running agent says itself what Services hold");
    }
    if (settings.isPresent()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--settings goes with --against DIR; a running agent says itself what it is set to");
    }
    ApiClient.Answer answer = new ApiClient(api.endpoint()).getSynced("/v1/plan-basis", PATIENCE);
    if (answer.status() == 404) {
      throw new CommandFailure(
          ExitCode.NO_AGENT,
          "the agent at " + api.endpoint() + " is of a version that cannot be planned against");
    }
    if (answer.status() != 200 || !answer.synced()) {
      throw new CommandFailure(
          ExitCode.NO_AGENT,
          "the agent at "
              + api.endpoint()
              + " has not read its manifests completely, so there is nothing to compare with yet");
    }
    PlanBasisDocument basis = JSON.treeToValue(answer.document(), PlanBasisDocument.class);
    PlanTrial trial =
        new PlanTrial(
            PlanBasis.held(basis),
            Optional.ofNullable(basis.metallbClass()),
            new RoutePlanner.Options(
                basis.noEndpointsRoutable(), true, Boolean.TRUE.equals(basis.ignoreExcludeLb())));
    ClusterPicture after = trial.take(proposed.state(), proposed.problems());
    return new Pictures("the agent at " + api.endpoint(), PlanBasis.picture(basis), after);
  }
}

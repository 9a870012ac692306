package io.readback.app.cli;

import io.readback.app.demo.Demo;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "The main job on an embedded router, nothing else needed: three agents, sessions, routes, verdicts.")
final class DemoCommand implements Callable<Integer> {
  @Option(names = "--once", description = "Tell the story once; exit 0 only if all of it was seen.")
  private boolean once;

  @Option(names = "--no-color", description = "Do not redraw the picture, also on a terminal.")
  private boolean plain;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean terminal = System.console() != null && !plain;
    boolean seen =
        new Demo(Objects.requireNonNull(spec).commandLine().getOut(), once, terminal).run();
    return seen ? ExitCode.FINE : ExitCode.WRONG;
  }
}

package io.readback.app.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks the agent for a document. */
@Command(mixinStandardHelpOptions = true)
abstract class ViewCommand implements Callable<Integer> {
  @Mixin private final ApiOptions api = new ApiOptions();
  @Mixin private final OutputOptions output = new OutputOptions();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public final Integer call() {
    Viewer viewer = new Viewer(api.endpoint(), output, out(), err());
    return view(viewer);
  }

  abstract int view(Viewer viewer);

  ApiOptions api() {
    return api;
  }

  OutputOptions output() {
    return output;
  }

  java.io.PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  java.io.PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }
}

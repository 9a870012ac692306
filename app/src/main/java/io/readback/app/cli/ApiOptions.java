package io.readback.app.cli;

import io.readback.app.api.Endpoint;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which agent to ask. */
final class ApiOptions {
  @Option(
      names = "--api",
      paramLabel = "HOST:PORT|unix:PATH",
      description = "The agent's API (default: $READBACK_API, else " + Endpoint.DEFAULT + ").")
  private Optional<Endpoint> api = Optional.empty();

  boolean isGiven() {
    return api.isPresent() || System.getenv("READBACK_API") != null;
  }

  Endpoint endpoint() {
    return api.orElseGet(
        () -> {
          String configured = System.getenv("READBACK_API");
          try {
            return Endpoint.parse(configured == null ? Endpoint.DEFAULT : configured);
          } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "READBACK_API: " + e.getMessage());
          }
        });
  }
}

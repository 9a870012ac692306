package io.readback.app.cli;

import io.readback.core.model.ServiceRef;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A SERVICE argument in the paths of the API. */
final class ServicePath {
  private ServicePath() {}

  static String query(String argument) {
    return URLEncoder.encode(parse(argument).toString(), StandardCharsets.UTF_8);
  }

  /** {@code namespace/name} with each part encoded. */
  static String segments(String argument) {
    ServiceRef ref = parse(argument);
    return URLEncoder.encode(ref.namespace(), StandardCharsets.UTF_8)
        + "/"
        + URLEncoder.encode(ref.name(), StandardCharsets.UTF_8);
  }

  private static ServiceRef parse(String argument) {
    try {
      return ServiceRef.parse(argument);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.USAGE, e.getMessage() == null ? "not a Service" : e.getMessage());
    }
  }
}

package io.readback.app.cli;

import io.readback.app.api.Endpoint;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Waits for a document to become what is wanted. */
final class Waiting {
  /** Between two looks, in milliseconds. */
  private static final long INTERVAL = 250;

  private final Endpoint endpoint;
  private final long seconds;

  Waiting(Endpoint endpoint, long seconds) {
    this.endpoint = endpoint;
    this.seconds = seconds;
  }

  /**
   * Returns when {@code wanted} holds or the time is over; the caller looks again to know which.
   */
  void until(String path, Predicate<JsonNode> wanted) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < deadline) {
      if (holds(path, wanted)) {
        return;
      }
      try {
        Thread.sleep(INTERVAL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** An agent that does not answer may be starting. */
  private boolean holds(String path, Predicate<JsonNode> wanted) {
    try {
      ApiClient.Answer answer = new ApiClient(endpoint).get(path);
      return answer.status() == 200 && answer.synced() && wanted.test(answer.document());
    } catch (CommandFailure e) {
      if (e.exitCode() == ExitCode.NO_AGENT) {
        return false;
      }
      throw e;
    }
  }
}

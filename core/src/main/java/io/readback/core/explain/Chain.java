package io.readback.core.explain;

import io.readback.core.explain.Step.Status;
import io.readback.core.model.ServiceRef;
import java.util.ArrayList;
import java.util.List;

/** Collects the steps of an explanation. */
final class Chain {
  /** The steps in their order. */
  static final List<String> ORDER =
      List.of(
          "service",
          "pool",
          "vip",
          "endpoints",
          "advertisement",
          "peer",
          "session",
          "advertised",
          "received",
          "selected",
          "installed",
          "verified");

  private final List<Step> steps = new ArrayList<>();

  void ok(String id, String subject, String detail) {
    add(id, Status.OK, subject, detail, "");
  }

  void failed(String id, String subject, String detail, String remedy) {
    add(id, Status.FAILED, subject, detail, remedy);
  }

  void pending(String id, String subject, String detail) {
    add(id, Status.PENDING, subject, detail, "");
  }

  void unknown(String id, String subject, String detail, String remedy) {
    add(id, Status.UNKNOWN, subject, detail, remedy);
  }

  void skipped(String id, String subject, String detail) {
    add(id, Status.SKIPPED, subject, detail, "");
  }

  private void add(String id, Status status, String subject, String detail, String remedy) {
    steps.add(new Step(id, status, subject, detail, remedy));
  }

  /** Marks everything behind a step as not looked at. */
  void skipAfter(String id, String subject) {
    skipAfter(id, subject, "not looked at: " + id + " comes first");
  }

  /** Marks everything behind a step as skipped, for this reason. */
  void skipAfter(String id, String subject, String detail) {
    for (String later : ORDER.subList(ORDER.indexOf(id) + 1, ORDER.size())) {
      skipped(later, subject, detail);
    }
  }

  /** Whether the latest step failed. */
  boolean broken() {
    return !steps.isEmpty() && steps.get(steps.size() - 1).status() == Status.FAILED;
  }

  Explanation explanation(ServiceRef service) {
    return new Explanation(service, steps);
  }
}

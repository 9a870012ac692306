package io.readback.core.manifest;

import io.readback.core.model.ClusterState;
import io.readback.core.model.Problem;
import java.util.List;

/** Reads a text as file {@code m.yaml}, for tests of what it comes to. */
final class Reading {
  private Reading() {}

  static ClusterState state(String yaml) {
    return ManifestReader.read(yaml, "m.yaml").state();
  }

  /** In the form that people see. */
  static List<String> problems(String yaml) {
    return ManifestReader.read(yaml, "m.yaml").problems().stream().map(Problem::toString).toList();
  }

  /** Only what the reader itself says of an object, without the checks between objects. */
  static List<String> faults(String yaml) {
    ManifestReader.Manifests read = ManifestReader.read(yaml, "m.yaml");
    List<Problem> between = ReferenceChecks.of(read.state());
    return read.problems().stream()
        .filter(p -> !between.contains(p))
        .map(Problem::toString)
        .toList();
  }

  /** An object whose fields below {@code spec} begin at line 5. */
  static String object(String apiVersion, String kind, String name, String spec) {
    return "apiVersion: "
        + apiVersion
        + "\nkind: "
        + kind
        + "\nmetadata: {name: "
        + name
        + "}\nspec:\n"
        + spec.stripIndent().indent(2);
  }
}

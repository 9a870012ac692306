package io.readback.core.manifest;

import io.readback.core.model.ClusterState;
import io.readback.core.model.Problem;
import java.util.List;

/** Reads manifests from text, for callers that hold them in memory. */
public final class ManifestReader {
  private ManifestReader() {}

  /** What manifests say, and what is wrong with them. */
  public record Manifests(ClusterState state, List<Problem> problems) {
    public Manifests {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Reads YAML or JSON, any number of documents. Never throws for what the text says.
   *
   * @param file names the text in problems and origins
   */
  public static Manifests read(String text, String file) {
    ManifestSet set = new ManifestSet();
    set.put(file, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return new Manifests(set.take().state(), set.problems());
  }
}

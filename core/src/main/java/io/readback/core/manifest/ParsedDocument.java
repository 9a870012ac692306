package io.readback.core.manifest;

import io.readback.core.model.Problem;
import java.util.List;

/**
 * A YAML document read.
 *
 * @param hints what works as written and is suspicious
 * @param parses false where it is no YAML at all, as a half-written one
 */
record ParsedDocument(
    List<ManifestObject> objects, List<Problem> problems, List<Problem> hints, boolean parses) {
  ParsedDocument {
    objects = List.copyOf(objects);
    problems = List.copyOf(problems);
    hints = List.copyOf(hints);
  }
}

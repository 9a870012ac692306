package io.readback.core.manifest;

import io.readback.core.allocate.MetallbService;
import io.readback.core.model.ProblemCode;
import java.util.Map;
import java.util.Optional;

/** What is to be said of a Service's annotations in MetalLB's dialect. */
final class MetallbAnnotations {
  private MetallbAnnotations() {}

  static void check(Metadata metadata, FieldReader object) {
    for (Map.Entry<String, String> entry : metadata.annotations().values().entrySet()) {
      String name = entry.getKey();
      if (MetallbService.isDeprecated(name)) {
        String today =
            MetallbService.PREFIX + name.substring(MetallbService.DEPRECATED_PREFIX.length());
        boolean both = metadata.annotations().has(today);
        annotation(object, name)
            .ifPresent(
                value ->
                    value.notice(
                        ProblemCode.DEPRECATED_ANNOTATION,
                        both
                            ? "the annotation is deprecated, and " + today + " counts instead"
                            : "the annotation is deprecated",
                        both ? "Remove it" : "Call it " + today));
      }
      Optional<String> invalid = MetallbService.fault(name, entry.getValue());
      if (invalid.isPresent()) {
        annotation(object, name)
            .ifPresent(
                value ->
                    value.error(
                        ProblemCode.BAD_ANNOTATION,
                        invalid.get() + ", no address is given",
                        "Write one address, or one of each family with a comma between them"));
      }
    }
  }

  private static Optional<ValueReader> annotation(FieldReader object, String name) {
    return object
        .object("metadata")
        .flatMap(m -> m.object("annotations"))
        .flatMap(a -> a.value(name));
  }
}

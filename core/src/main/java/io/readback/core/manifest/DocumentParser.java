package io.readback.core.manifest;

import io.readback.core.model.Labels;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Origin;
import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ProblemCode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one document: YAML to nodes, nodes to objects. Never throws for what the text says. */
final class DocumentParser {
  /** RFC 1123 subdomain, what Kubernetes takes for a name. */
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private static final int LONGEST_NAME = 253;

  private static final ParsedDocument NOTHING =
      new ParsedDocument(List.of(), List.of(), List.of(), true);

  private static final System.Logger LOG = System.getLogger(DocumentParser.class.getName());

  private DocumentParser() {}

  /**
   * Reads a document.
   *
   * @param linesBefore lines of the file above it
   */
  static ParsedDocument parse(String text, String file, int linesBefore) {
    if (isBlank(text)) {
      return NOTHING;
    }
    try {
      Optional<Node> root = LimitedComposer.compose(tabsReplacedInJson(text));
      if (root.isEmpty() || ValueReader.isNull(root.get())) {
        return NOTHING;
      }
      List<ManifestObject> objects = new ArrayList<>();
      List<Problem> problems = new ArrayList<>();
      List<Problem> hints = new ArrayList<>();
      ProblemReport report = new ProblemReport(file, linesBefore);
      readRoot(root.get(), file, linesBefore, report, objects, problems, hints);
      problems.addAll(0, report.problems());
      hints.addAll(0, report.hints());
      return new ParsedDocument(objects, problems, hints, true);
    } catch (YamlEngineException e) {
      return broken(e, text, file, linesBefore);
    } catch (RuntimeException e) {
      // a fault of ours or of the YAML parser must not take the other documents along
      LOG.log(System.Logger.Level.ERROR, "reading a document of " + file + " failed", e);
      Problem problem =
          new Problem(
              ProblemCode.SYNTAX,
              Severity.ERROR,
              Optional.empty(),
              new Origin(file, linesBefore + 1),
              "",
              "the document could not be read because of a fault in the reader ("
                  + e.getClass().getSimpleName()
                  + ")",
              "Write it differently, and report the fault");
      return new ParsedDocument(List.of(), List.of(problem), List.of(), false);
    }
  }

  /** Whether there are only markers of documents, comments and empty lines. */
  private static boolean isBlank(String text) {
    return text.lines()
        .map(String::strip)
        .allMatch(
            line ->
                line.isEmpty()
                    || line.startsWith("#")
                    || line.equals("---")
                    || line.startsWith("--- #")
                    || line.equals("...")
                    || line.startsWith("... #"));
  }

  /**
   * JSON may be indented with tabs, which the YAML parser refuses. Raw tabs cannot stand inside a
   * JSON text, so none of them carries meaning.
   */
  private static String tabsReplacedInJson(String text) {
    String start = text.stripLeading();
    return text.indexOf('\t') >= 0 && (start.startsWith("{") || start.startsWith("["))
        ? text.replace('\t', ' ')
        : text;
  }

  private static ParsedDocument broken(
      YamlEngineException e, String text, String file, int linesBefore) {
    int line = 1;
    String what = "the text is not YAML";
    if (e instanceof MarkedYamlEngineException marked) {
      line = marked.getProblemMark().map(m -> m.getLine() + 1).orElse(1);
      what = marked.getProblem() == null ? what : marked.getProblem();
      if (marked.getContext() != null && !marked.getContext().isBlank()) {
        what = marked.getContext() + ": " + what;
      }
    } else if (e instanceof ReaderException reader) {
      String before = text.substring(0, Math.min(reader.getPosition(), text.length()));
      line = 1 + (int) before.chars().filter(c -> c == '\n').count();
      what = "a control character (code " + reader.getCodePoint() + ") is not allowed";
    } else if (e.getMessage() != null) {
      what = e.getMessage();
    }
    Problem problem =
        new Problem(
            ProblemCode.SYNTAX,
            Severity.ERROR,
            Optional.empty(),
            new Origin(file, linesBefore + line),
            "",
            "not YAML or JSON: " + oneLine(what),
            what.contains("'\\t")
                ? "Indent with spaces, YAML knows no tabs"
                : "Mend the syntax at this line or above it");
    return new ParsedDocument(List.of(), List.of(problem), List.of(), false);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static void readRoot(
      Node root,
      String file,
      int linesBefore,
      ProblemReport report,
      List<ManifestObject> objects,
      List<Problem> problems,
      List<Problem> hints) {
    if (!(root instanceof MappingNode mapping)) {
      report.add(
          ProblemCode.NO_MANIFEST,
          Severity.ERROR,
          report.origin(root),
          "",
          "a manifest is an object with apiVersion and kind, this document is none",
          "Begin it with apiVersion and kind");
      return;
    }
    FieldReader fields = new FieldReader(report, "", mapping, report.origin(root));
    String kind = fields.has("kind") ? fields.text("kind").orElse("") : "";
    if (kind.equals("List") || kind.endsWith("List") && fields.has("items")) {
      fields.skip("apiVersion", "kind", "metadata");
      List<ValueReader> items = fields.items("items");
      fields.finish();
      for (ValueReader item : items) {
        ProblemReport own = new ProblemReport(file, linesBefore);
        item.topObject(own).ifPresent(f -> readObject(f, own, objects));
        problems.addAll(own.problems());
        hints.addAll(own.hints());
      }
      return;
    }
    readObject(fields, report, objects);
  }

  private static void readObject(
      FieldReader fields, ProblemReport report, List<ManifestObject> objects) {
    Optional<String> apiVersion = identity(fields, "apiVersion");
    Optional<String> kind = identity(fields, "kind");
    if (apiVersion.isEmpty() || kind.isEmpty()) {
      return;
    }
    int slash = apiVersion.get().indexOf('/');
    String group = slash < 0 ? "" : apiVersion.get().substring(0, slash);
    String version = apiVersion.get().substring(slash + 1);
    Optional<KnownKind<?>> known = Kinds.find(group, kind.get());
    if (known.isEmpty()) {
      notUsed(fields, report, group, apiVersion.get(), kind.get());
      return;
    }
    if (!known.get().versions().contains(version)) {
      fields.error(
          ProblemCode.UNKNOWN_VERSION,
          "apiVersion",
          "version " + version + " of " + kind.get() + " is not known, the object has no effect",
          "Use " + String.join(" or ", known.get().versions().stream().sorted().toList()));
      return;
    }
    Optional<Metadata> metadata = metadata(fields, known.get(), report);
    if (metadata.isEmpty()) {
      return;
    }
    newerVersion(group, known.get(), version)
        .ifPresent(
            newer ->
                fields.hint(
                    ProblemCode.DEPRECATED_VERSION,
                    "apiVersion",
                    "version " + version + " of " + kind.get() + " is deprecated",
                    "Use " + group + "/" + newer));
    ObjectRef ref = known.get().identity(metadata.get());
    objects.add(
        new ManifestObject(
            ref, fields.origin(), known.get().effect(metadata.get(), fields, fields.origin())));
    fields.finish();
  }

  /** The version to use in place of one that is deprecated. */
  private static Optional<String> newerVersion(String group, KnownKind<?> kind, String version) {
    String newer = group.equals("cilium.io") ? "v2" : "v1beta2";
    boolean old = version.equals("v2alpha1") || version.equals("v1beta1");
    return old && kind.versions().contains(newer) ? Optional.of(newer) : Optional.empty();
  }

  /** A field without which the document is no manifest. */
  private static Optional<String> identity(FieldReader fields, String name) {
    if (!fields.has(name)) {
      fields.error(ProblemCode.NO_MANIFEST, name, "the field is missing", "Add " + name);
      return Optional.empty();
    }
    return fields.requiredText(name);
  }

  private static void notUsed(
      FieldReader fields, ProblemReport report, String group, String apiVersion, String kind) {
    String name =
        fields
            .object("metadata")
            .map(m -> m.has("name") ? m.text("name").orElse("") : "")
            .orElse("");
    report.concerns(new ObjectRef(kind, "", name));
    fields.notice(
        ProblemCode.UNKNOWN_KIND,
        "kind",
        "kind " + kind + " of " + apiVersion + " is not used here, it has no effect",
        Kinds.nearest(group, kind).map(n -> "Did you mean " + n + "?").orElse(""));
  }

  private static Optional<Metadata> metadata(
      FieldReader fields, KnownKind<?> kind, ProblemReport report) {
    Optional<FieldReader> found = fields.required("metadata").flatMap(ValueReader::object);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    FieldReader meta = found.get();
    Optional<String> name = meta.requiredText("name");
    Optional<String> namespace = meta.text("namespace").filter(n -> !n.isEmpty());
    if (name.isPresent()) {
      report.concerns(
          new ObjectRef(
              kind.kind(), kind.namespaced() ? namespace.orElse("default") : "", name.get()));
    }
    boolean named =
        name.isPresent()
            & name.map(n -> wellFormed(n, "name", meta)).orElse(false)
            & namespace.map(n -> wellFormed(n, "namespace", meta)).orElse(true);
    if (!kind.namespaced() && namespace.isPresent()) {
      meta.warning(
          "namespace",
          kind.kind() + " belongs to the cluster, the namespace has no effect",
          "Remove it");
    }
    Labels labels = meta.labels("labels");
    Optional<FieldReader> notes = meta.object("annotations");
    Labels annotations = notes.map(FieldReader::allTexts).orElse(Labels.NONE);
    notes.ifPresent(own -> AnnotationHints.add(kind.kind(), own, annotations));
    Optional<Instant> created = meta.value("creationTimestamp").flatMap(DocumentParser::instant);
    meta.skip(
        "uid",
        "resourceVersion",
        "generation",
        "managedFields",
        "finalizers",
        "ownerReferences",
        "generateName",
        "selfLink",
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
        "clusterName");
    meta.finish();
    if (!named) {
      return Optional.empty();
    }
    return Optional.of(
        new Metadata(
            name.orElseThrow(),
            kind.namespaced() ? namespace.orElse("default") : "",
            labels,
            annotations,
            created));
  }

  private static boolean wellFormed(String name, String field, FieldReader meta) {
    if (name.length() <= LONGEST_NAME && NAME.matcher(name).matches()) {
      return true;
    }
    meta.error(
        ProblemCode.BAD_NAME,
        field,
        "not a name Kubernetes takes, the object has no effect",
        "Use lower-case letters, digits, '-' and '.', at most " + LONGEST_NAME + " characters");
    return false;
  }

  private static Optional<Instant> instant(ValueReader value) {
    Optional<String> text = value.text();
    try {
      return text.map(Instant::parse);
    } catch (DateTimeException e) {
      value.error(
          value.quoted() + " is not a time", "Write it as 2026-01-31T12:00:00Z, or leave it out");
      return Optional.empty();
    }
  }
}

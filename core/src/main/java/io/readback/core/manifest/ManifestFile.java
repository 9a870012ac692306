package io.readback.core.manifest;

import io.readback.core.model.Origin;
import io.readback.core.model.Problem;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One version of a file: its octets and documents. Versions share the documents they agree on. */
final class ManifestFile {
  static final ManifestFile EMPTY =
      new ManifestFile(new byte[0], List.of(), List.of(), List.of(), List.of());

  private final byte[] content;
  private final List<DocumentSplitter.Range> ranges;
  private final List<Document> documents;
  private final List<Document> added;
  private final List<Document> gone;

  private ManifestFile(
      byte[] content,
      List<DocumentSplitter.Range> ranges,
      List<Document> documents,
      List<Document> added,
      List<Document> gone) {
    this.content = content;
    this.ranges = ranges;
    this.documents = documents;
    this.added = added;
    this.gone = gone;
  }

  /** A document that was parsed once, wherever it stands by now. */
  static final class Document {
    private final String file;
    private final byte[] octets;
    private int parsedAtLine;
    private ParsedDocument parsed;
    private int linesBefore;
    private int index;

    private Document(String file, byte[] octets, int linesBefore) {
      this.file = file;
      this.octets = octets;
      this.linesBefore = linesBefore;
      this.parsedAtLine = linesBefore;
      this.parsed = Utf8Document.parse(octets, file, linesBefore);
    }

    String file() {
      return file;
    }

    int index() {
      return index;
    }

    boolean hasMoved() {
      return parsedAtLine != linesBefore;
    }

    List<ManifestObject> objects() {
      return parsed.objects();
    }

    ParsedDocument reparse() {
      parsed = Utf8Document.parse(octets, file, linesBefore);
      parsedAtLine = linesBefore;
      return parsed;
    }

    /** An origin of this document as it is now. */
    Origin currently(Origin origin) {
      return hasMoved()
          ? new Origin(origin.file(), origin.line() + linesBefore - parsedAtLine)
          : origin;
    }

    /** Hints as of the last parse, at their lines as they are now. */
    List<Problem> hints() {
      return parsed.hints().stream().map(p -> p.at(currently(p.origin()))).toList();
    }

    List<Problem> problems() {
      if (!hasMoved()) {
        return parsed.problems();
      }
      return parsed.problems().stream().map(p -> p.at(currently(p.origin()))).toList();
    }
  }

  /**
   * The version with this content. Documents of this version that appear in it are taken over; they
   * learn their new place by {@link #settle} only, as the new version may yet be refused.
   */
  ManifestFile next(String file, byte[] newContent) {
    DocumentSplitter.Step step = DocumentSplitter.step(content, ranges, newContent);
    List<DocumentSplitter.Range> newRanges = step.ranges();
    int head = step.head();
    int tail = step.tail();
    Document[] taken = new Document[newRanges.size()];
    for (int i = 0; i < head; i++) {
      taken[i] = documents.get(i);
    }
    for (int i = 1; i <= tail; i++) {
      taken[taken.length - i] = documents.get(documents.size() - i);
    }
    Map<ByteBuffer, Deque<Document>> rest = new HashMap<>();
    for (Document document : documents.subList(head, documents.size() - tail)) {
      rest.computeIfAbsent(ByteBuffer.wrap(document.octets), k -> new ArrayDeque<>()).add(document);
    }
    List<Document> added = new ArrayList<>();
    for (int i = head; i < newRanges.size() - tail; i++) {
      DocumentSplitter.Range range = newRanges.get(i);
      byte[] octets = Arrays.copyOfRange(newContent, range.start(), range.end());
      Deque<Document> alike = rest.get(ByteBuffer.wrap(octets));
      Document same = alike == null ? null : alike.poll();
      if (same == null) {
        same = new Document(file, octets, range.linesBefore());
        added.add(same);
      }
      taken[i] = same;
    }
    List<Document> gone = new ArrayList<>();
    rest.values().forEach(gone::addAll);
    return new ManifestFile(newContent, newRanges, List.of(taken), added, gone);
  }

  /**
   * Tells the documents where they stand in this version.
   *
   * @return those that stand elsewhere than when they were parsed
   */
  List<Document> settle() {
    List<Document> moved = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      Document document = documents.get(i);
      document.index = i;
      document.linesBefore = ranges.get(i).linesBefore();
      if (document.hasMoved()) {
        moved.add(document);
      }
    }
    return moved;
  }

  /** Documents that the version before did not have, in order. */
  List<Document> added() {
    return added;
  }

  /** Documents that the version before had. */
  List<Document> gone() {
    return gone;
  }

  List<Document> documents() {
    return documents;
  }

  int objects() {
    return documents.stream().mapToInt(d -> d.objects().size()).sum();
  }

  boolean holdsObjects() {
    return documents.stream().anyMatch(d -> !d.objects().isEmpty());
  }

  /** Of added documents that are no YAML. */
  List<Problem> syntaxProblems() {
    return added.stream()
        .filter(d -> !d.parsed.parses())
        .flatMap(d -> d.parsed.problems().stream())
        .toList();
  }
}

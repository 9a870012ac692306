package io.readback.core.manifest;

import io.readback.core.model.ClusterChange;
import io.readback.core.model.ClusterEdit;
import io.readback.core.model.ClusterState;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ProblemCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Manifest files and the cluster's state that they add up to. A file that is put again is compared
 * with its former version document by document, and only what differs is parsed. Where several
 * documents hold the same object, the first one by file name and place has effect.
 *
 * <p>For one thread. Reads no files and knows no clock.
 */
public final class ManifestSet {
  private final SortedMap<String, ManifestFile> files = new TreeMap<>();
  private final Map<ObjectRef, Slot> slots = new HashMap<>();
  private final SortedMap<ObjectRef, Slot> contested = new TreeMap<>();
  private final Set<ManifestFile.Document> troubled = new LinkedHashSet<>();
  private final Set<ManifestFile.Document> moved = new LinkedHashSet<>();
  private final SortedMap<String, List<Problem>> notes = new TreeMap<>();
  private ClusterEdit edit = new ClusterEdit(ClusterState.EMPTY);
  private long version;
  private List<Problem> problems = List.of();
  private long problemsVersion;
  private ClusterState checked = ClusterState.EMPTY;
  private List<Problem> references = List.of();

  /** All holders of one object, and the one that has effect. */
  private static final class Slot {
    final List<Held> holders = new ArrayList<>(1);
    Optional<Held> winner = Optional.empty();
  }

  /** An object in its document. */
  private record Held(ManifestFile.Document document, int index, ManifestObject object) {
    int compareTo(Held other) {
      int c = document.file().compareTo(other.document.file());
      c = c != 0 ? c : Integer.compare(document.index(), other.document.index());
      return c != 0 ? c : Integer.compare(index, other.index);
    }
  }

  /**
   * Takes a file's content. Where it does not parse, and an earlier version of the file holds
   * objects, that one stays.
   *
   * @return what kept the content from being taken; empty when it was taken
   */
  public List<Problem> put(String file, byte[] content) {
    ManifestFile before = files.getOrDefault(file, ManifestFile.EMPTY);
    ManifestFile after = before.next(file, content);
    if (before.holdsObjects()) {
      List<Problem> broken = after.syntaxProblems();
      if (!broken.isEmpty()) {
        return broken;
      }
    }
    files.put(file, after);
    step(after);
    return List.of();
  }

  /** Takes the objects of a file out. */
  public void remove(String file) {
    ManifestFile before = files.remove(file);
    notes.remove(file);
    if (before != null) {
      step(before.next(file, new byte[0]));
    }
  }

  /** The files that were put, in order. */
  public Set<String> files() {
    return Collections.unmodifiableSet(files.keySet());
  }

  /** How many objects of a file are read, used or not. */
  public int objectsIn(String file) {
    return files.getOrDefault(file, ManifestFile.EMPTY).objects();
  }

  /** Replaces what is to be said of a file itself. */
  public void note(String file, List<Problem> problems) {
    if (!problems.equals(notes.getOrDefault(file, List.of()))) {
      notes.put(file, List.copyOf(problems));
      version++;
    }
  }

  /** What changed since this was asked last. */
  public ClusterChange take() {
    ClusterChange change = edit.change();
    edit = new ClusterEdit(change.state());
    return change;
  }

  /** Changes whenever {@link #take} or {@link #problems} would answer something new. */
  public long version() {
    return version;
  }

  /** Whether lines of unchanged documents have shifted, see {@link #relocate}. */
  public boolean hasMoved() {
    return !moved.isEmpty();
  }

  /**
   * Corrects the lines of objects whose documents are unchanged but have shifted within their file.
   * Costs a parse of each, so it is left for when there is time. Touches no Service.
   *
   * @param atMost so many documents in this call
   */
  public void relocate(int atMost) {
    Iterator<ManifestFile.Document> documents = moved.iterator();
    for (int i = 0; i < atMost && documents.hasNext(); i++) {
      ManifestFile.Document document = documents.next();
      documents.remove();
      List<ManifestObject> objects = document.reparse().objects();
      for (int j = 0; j < objects.size(); j++) {
        relocate(new Held(document, j, objects.get(j)));
      }
    }
    version++;
  }

  private void relocate(Held held) {
    Slot slot = slots.get(held.object().ref());
    if (slot == null) {
      return;
    }
    slot.holders.replaceAll(old -> old.compareTo(held) == 0 ? held : old);
    if (slot.winner.isPresent() && slot.winner.get().compareTo(held) == 0) {
      slot.winner = Optional.of(held);
      held.object().effect().ifPresent(effect -> edit.quietly(effect.put()));
    }
  }

  /** Everything that is wrong, in order of file and line. */
  public List<Problem> problems() {
    if (problemsVersion != version) {
      problems = collect();
      problemsVersion = version;
    }
    return problems;
  }

  /**
   * What works as written and is suspicious, deprecated fields for instance, in order of file and
   * line. Costs a walk over all documents.
   */
  public List<Problem> hints() {
    List<Problem> all = new ArrayList<>();
    for (ManifestFile file : files.values()) {
      file.documents().forEach(document -> all.addAll(document.hints()));
    }
    all.sort(null);
    return List.copyOf(all);
  }

  private List<Problem> collect() {
    List<Problem> all = new ArrayList<>();
    troubled.forEach(document -> all.addAll(document.problems()));
    notes.values().forEach(all::addAll);
    for (Slot slot : contested.values()) {
      slot.winner.ifPresent(winner -> duplicates(slot, winner, all));
    }
    ClusterState now = edit.state();
    if (!ReferenceChecks.sameInput(now, checked)) {
      references = ReferenceChecks.of(now);
      checked = now;
    }
    all.addAll(references);
    Collections.sort(all);
    return List.copyOf(all);
  }

  private static void duplicates(Slot slot, Held winner, List<Problem> problems) {
    for (Held held : slot.holders) {
      if (held != winner) {
        problems.add(
            new Problem(
                ProblemCode.DUPLICATE_OBJECT,
                Severity.ERROR,
                Optional.of(held.object().ref()),
                held.document().currently(held.object().origin()),
                "metadata.name",
                "the object stands at "
                    + winner.document().currently(winner.object().origin())
                    + " already, this one has no effect",
                "Remove one of them"));
      }
    }
  }

  /** Takes the step to a file's next version. */
  private void step(ManifestFile after) {
    version++;
    for (ManifestFile.Document document : after.gone()) {
      troubled.remove(document);
      moved.remove(document);
      forEach(document, this::drop);
    }
    moved.addAll(after.settle());
    for (ManifestFile.Document document : after.added()) {
      forEach(document, this::add);
      if (!document.problems().isEmpty()) {
        troubled.add(document);
      }
    }
    contested.values().forEach(this::decide);
    contested.values().removeIf(slot -> slot.holders.size() < 2);
  }

  /** What happens to an object. */
  private interface Action {
    void accept(Held held);
  }

  private static void forEach(ManifestFile.Document document, Action action) {
    List<ManifestObject> objects = document.objects();
    for (int i = 0; i < objects.size(); i++) {
      action.accept(new Held(document, i, objects.get(i)));
    }
  }

  private void add(Held held) {
    Slot slot = slots.computeIfAbsent(held.object().ref(), ref -> new Slot());
    slot.holders.add(held);
    if (slot.holders.size() > 1) {
      contested.put(held.object().ref(), slot);
    } else {
      decide(slot);
    }
  }

  private void drop(Held held) {
    ObjectRef ref = held.object().ref();
    Slot slot = slots.get(ref);
    if (slot == null) {
      return;
    }
    slot.holders.removeIf(h -> h.document() == held.document() && h.index() == held.index());
    decide(slot);
    if (slot.holders.isEmpty()) {
      slots.remove(ref);
      contested.remove(ref);
    }
  }

  /** Lets the first holder have its effect. */
  private void decide(Slot slot) {
    Optional<Held> first = slot.holders.stream().min(Held::compareTo);
    if (first.equals(slot.winner)) {
      return;
    }
    slot.winner.flatMap(w -> w.object().effect()).ifPresent(e -> e.remove().accept(edit));
    first.flatMap(w -> w.object().effect()).ifPresent(e -> e.put().accept(edit));
    slot.winner = first;
  }
}

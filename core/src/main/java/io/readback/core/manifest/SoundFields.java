package io.readback.core.manifest;

import io.readback.core.model.LabelSelector;
import io.readback.core.model.Origin;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Fields of an object that has effect as a whole or not at all, as MetalLB's objects: remembers
 * whether each field that is there could be read and keeps its rules.
 */
final class SoundFields {
  private final FieldReader fields;
  private boolean sound = true;

  SoundFields(FieldReader fields) {
    this.fields = fields;
  }

  Origin origin() {
    return fields.origin();
  }

  boolean has(String field) {
    return fields.has(field);
  }

  void skip(String... names) {
    fields.skip(names);
  }

  void notice(String field, String message, String remedy) {
    fields.notice(field, message, remedy);
  }

  void warning(String field, String message, String remedy) {
    fields.warning(field, message, remedy);
  }

  /** A broken rule: the object is not sound. */
  void error(String field, String message, String remedy) {
    fields.error(field, message, remedy);
    sound = false;
  }

  /** Reports unknown fields and says whether all that is known is right. */
  boolean finish() {
    fields.finish();
    return sound;
  }

  /** As {@link #finish()}, and says of the whole object what follows. */
  boolean finishObject() {
    if (!finish()) {
      fields.error("the object has no effect, MetalLB itself refuses it", "Mend what is named");
    }
    return sound;
  }

  /** Makes this object sound only if a part of it is. */
  void needs(boolean part) {
    sound &= part;
  }

  Optional<String> requiredText(String field) {
    return checked(field, fields.requiredText(field), true);
  }

  /** A text; an empty one counts as absent. */
  Optional<String> text(String field) {
    Optional<String> text = fields.text(field);
    needs(text.isPresent() || !fields.has(field));
    return text.filter(t -> !t.isEmpty());
  }

  /** A text that stands on one line; an empty one counts as absent. */
  Optional<String> line(String field) {
    Optional<String> text = text(field);
    if (text.isPresent() && (text.get().contains("\n") || text.get().contains("\r"))) {
      error(field, "the text has a line break", "Write it on one line");
    }
    return text;
  }

  boolean flag(String field, boolean fallback) {
    return checked(field, fields.value(field).flatMap(ValueReader::flag), false).orElse(fallback);
  }

  <E> Optional<E> choice(String field, Map<String, E> choices) {
    return checked(field, fields.choice(field, choices), false);
  }

  OptionalInt integer32(String field, int min, int max) {
    OptionalInt value = fields.integer32(field, min, max);
    needs(value.isPresent() || !fields.has(field));
    return value;
  }

  OptionalLong integer(String field, long min, long max) {
    OptionalLong value = fields.integer(field, min, max);
    needs(value.isPresent() || !fields.has(field));
    return value;
  }

  OptionalLong requiredInteger(String field, long min, long max) {
    needs(fields.required(field).isPresent());
    return integer(field, min, max);
  }

  /** An address; an empty text counts as absent. */
  Optional<IpAddress> address(String field) {
    Optional<ValueReader> value = value(field);
    return value.isEmpty()
        ? Optional.empty()
        : checked(field, value.flatMap(ValueReader::address), false);
  }

  /** A value; an empty text counts as absent, as in Go's zero values. */
  Optional<ValueReader> value(String field) {
    return fields.value(field).filter(v -> v.isList() || v.isObject() || !v.scalar().isEmpty());
  }

  Optional<SoundFields> object(String field) {
    return checked(field, fields.object(field), false).map(SoundFields::new);
  }

  /** Objects of a list; what is none is not sound. */
  List<SoundFields> objects(String field) {
    List<ValueReader> items = items(field);
    List<SoundFields> out = new ArrayList<>();
    for (ValueReader item : items) {
      Optional<FieldReader> object = item.object();
      needs(object.isPresent());
      object.map(SoundFields::new).ifPresent(out::add);
    }
    return out;
  }

  List<ValueReader> items(String field) {
    Optional<ValueReader> value = fields.value(field);
    needs(value.map(ValueReader::isList).orElse(true));
    return value.map(ValueReader::items).orElse(List.of());
  }

  /** Texts of which none may stand twice, in the order written. */
  List<String> distinctTexts(String field) {
    Set<String> seen = new HashSet<>();
    List<String> out = new ArrayList<>();
    for (ValueReader item : items(field)) {
      Optional<String> text = item.text();
      needs(text.isPresent());
      if (text.isPresent() && !seen.add(text.get())) {
        item.error(item.quoted() + " is given twice", "Keep one of them");
        sound = false;
      }
      text.ifPresent(out::add);
    }
    return out;
  }

  SortedSet<String> distinctNames(String field) {
    return new TreeSet<>(distinctTexts(field));
  }

  /** Texts of which it does not matter whether they stand there twice. */
  SortedSet<String> names(String field) {
    SortedSet<String> out = new TreeSet<>();
    for (ValueReader item : items(field)) {
      Optional<String> text = item.text();
      needs(text.isPresent());
      text.ifPresent(out::add);
    }
    return out;
  }

  /** Selectors of which none may stand twice. */
  List<LabelSelector> distinctSelectors(String field) {
    List<LabelSelector> out = new ArrayList<>();
    for (ValueReader item : items(field)) {
      Optional<LabelSelector> selector = item.object().flatMap(SelectorReader::readDistinct);
      needs(selector.isPresent());
      if (selector.isPresent() && out.contains(selector.get())) {
        item.error("the selector " + selector.get() + " is given twice", "Keep one of them");
        sound = false;
      }
      selector.ifPresent(out::add);
    }
    return out;
  }

  Optional<LabelSelector> selector(String field) {
    return checked(field, fields.selector(field), false);
  }

  private <T> Optional<T> checked(String field, Optional<T> value, boolean required) {
    needs(value.isPresent() || !required && !fields.has(field));
    return value;
  }
}

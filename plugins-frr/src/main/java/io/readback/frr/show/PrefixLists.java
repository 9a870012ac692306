package io.readback.frr.show;

import io.readback.router.json.JsonDocuments;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.plugin.PluginException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * {@code show ip prefix-list json}, and the same of IPv6: bgpd's lists by name. The router prints a
 * document for each daemon.
 */
public record PrefixLists(SortedMap<String, List<Entry>> lists) {
  public PrefixLists {
    lists = Collections.unmodifiableSortedMap(new TreeMap<>(lists));
  }

  /** A line of a list; matches prefixes inside {@code prefix} whose length is of min to max. */
  public record Entry(long sequence, boolean permit, IpPrefix prefix, int min, int max) {
    boolean matches(IpPrefix candidate) {
      return prefix.covers(candidate) && candidate.length() >= min && candidate.length() <= max;
    }

    @Override
    public String toString() {
      int length = prefix.length();
      int bits = prefix.family().bits();
      return "seq "
          + sequence
          + (permit ? " permit " : " deny ")
          + prefix
          + (min > length ? " ge " + min : "")
          + (max > length && (max < bits || min <= length) ? " le " + max : "");
    }
  }

  /** What a list says of a prefix: the line that matches; empty: none, which means deny. */
  public record Answer(boolean permit, Optional<Entry> entry) {}

  /** Empty when there is no such list. */
  public Optional<Answer> ask(String name, IpPrefix prefix) {
    List<Entry> entries = lists.get(name);
    if (entries == null) {
      return Optional.empty();
    }
    for (Entry entry : entries) {
      if (entry.matches(prefix)) {
        return Optional.of(new Answer(entry.permit(), Optional.of(entry)));
      }
    }
    return Optional.of(new Answer(false, Optional.empty()));
  }

  /** The first list with a line that denies the prefix. */
  Optional<String> denying(IpPrefix prefix) {
    return lists.keySet().stream()
        .filter(
            name ->
                ask(name, prefix)
                    .filter(answer -> !answer.permit() && answer.entry().isPresent())
                    .isPresent())
        .findFirst();
  }

  public static PrefixLists read(JsonDocuments documents) throws PluginException {
    SortedMap<String, List<Entry>> lists = new TreeMap<>();
    for (Map.Entry<String, JsonNode> list : BgpdPart.of(documents).entrySet()) {
      List<Entry> entries = new ArrayList<>();
      JsonNode listed = list.getValue().get("entries");
      if (listed != null) {
        for (JsonNode entry : listed) {
          entries.add(entry(list.getKey(), entry));
        }
      }
      lists.put(list.getKey(), List.copyOf(entries));
    }
    return new PrefixLists(lists);
  }

  private static Entry entry(String list, JsonNode node) throws PluginException {
    Optional<IpPrefix> prefix = Fields.prefix(Fields.text(node, "prefix"));
    if (prefix.isEmpty()) {
      throw Fields.unreadable("prefix-list " + list, "an entry without prefix");
    }
    // Without bounds only the very prefix matches; with "ge" alone, up to a single address.
    int length = prefix.get().length();
    long min = Fields.number(node, "minimumPrefixLength", length);
    long max =
        Fields.number(
            node,
            "maximumPrefixLength",
            node.has("minimumPrefixLength") ? prefix.get().family().bits() : length);
    return new Entry(
        Fields.number(node, "sequenceNumber", 0),
        Fields.text(node, "type").equals("permit"),
        prefix.get(),
        (int) min,
        (int) max);
  }
}

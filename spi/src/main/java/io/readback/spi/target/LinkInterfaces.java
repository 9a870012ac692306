package io.readback.spi.target;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which interfaces of a node are meant. With neither names nor patterns: all that are fit for it.
 *
 * @param names exact names, as in MetalLB's manifests
 * @param patterns regular expressions found anywhere in the name, as in Cilium's manifests; each
 *     must compile
 */
public record LinkInterfaces(SortedSet<String> names, SortedSet<String> patterns) {
  /** All that are fit for it. */
  public static final LinkInterfaces ALL = new LinkInterfaces(new TreeSet<>(), new TreeSet<>());

  public LinkInterfaces {
    names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
    patterns = Collections.unmodifiableSortedSet(new TreeSet<>(patterns));
    patterns.forEach(Pattern::compile);
  }

  public boolean isAll() {
    return names.isEmpty() && patterns.isEmpty();
  }

  public boolean selects(String name) {
    return isAll()
        || names.contains(name)
        || patterns.stream().anyMatch(p -> Pattern.compile(p).matcher(name).find());
  }
}

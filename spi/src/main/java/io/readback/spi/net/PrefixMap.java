package io.readback.spi.net;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from prefixes to values: a path-compressed binary trie per family whose versions
 * share structure.
 *
 * <p>{@link #with} and {@link #without} copy only the path to the prefix (at most 33 or 129 nodes)
 * and share the rest with the version they came from. {@link #changes} walks two versions side by
 * side and skips every subtree that is the same object in both, so the difference between a version
 * and its descendant costs what was changed and not what the table holds. An operation that changes
 * nothing returns the same object.
 *
 * <p>Iteration is in the order of {@link IpPrefix}. Safe for use by any number of threads.
 *
 * <p>Longer than most classes: every operation walks the same nodes, which nobody else may see.
 */
public final class PrefixMap<V> implements Iterable<Map.Entry<IpPrefix, V>> {
  private static final PrefixMap<?> EMPTY = new PrefixMap<>(null, null, 0, 0);

  private final @Nullable Node<V> ipv4;
  private final @Nullable Node<V> ipv6;
  private final int ipv4Size;
  private final int ipv6Size;

  private PrefixMap(@Nullable Node<V> ipv4, @Nullable Node<V> ipv6, int ipv4Size, int ipv6Size) {
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
    this.ipv4Size = ipv4Size;
    this.ipv6Size = ipv6Size;
  }

  @SuppressWarnings("unchecked")
  public static <V> PrefixMap<V> empty() {
    return (PrefixMap<V>) EMPTY;
  }

  /** The map with these entries; of two with the same prefix the later one counts. */
  public static <V> PrefixMap<V> of(Map<IpPrefix, V> entries) {
    PrefixMap<V> map = empty();
    for (Map.Entry<IpPrefix, V> e : entries.entrySet()) {
      map = map.with(e.getKey(), e.getValue());
    }
    return map;
  }

  public int size() {
    return ipv4Size + ipv6Size;
  }

  /** The number of prefixes of one family. */
  public int size(AddressFamily family) {
    return family == AddressFamily.IPV4 ? ipv4Size : ipv6Size;
  }

  public boolean isEmpty() {
    return size() == 0;
  }

  /** The entries of one family, at no cost. */
  public PrefixMap<V> only(AddressFamily family) {
    if (size(family) == 0) {
      return empty();
    }
    return family == AddressFamily.IPV4
        ? new PrefixMap<>(ipv4, null, ipv4Size, 0)
        : new PrefixMap<>(null, ipv6, 0, ipv6Size);
  }

  /** The value of exactly this prefix, or null. */
  public @Nullable V get(IpPrefix prefix) {
    Node<V> node = root(prefix.isIpv6());
    while (node != null && node.covers(prefix)) {
      if (node.length() == prefix.length()) {
        return node.value;
      }
      node = node.child(bit(prefix, node.length()));
    }
    return null;
  }

  public boolean containsKey(IpPrefix prefix) {
    return get(prefix) != null;
  }

  /** The entry with the longest prefix that holds {@code address}. */
  public Optional<Map.Entry<IpPrefix, V>> longestMatch(IpAddress address) {
    IpPrefix host = address.toPrefix();
    Node<V> node = root(address.isIpv6());
    Node<V> best = null;
    while (node != null && node.covers(host)) {
      if (node.value != null) {
        best = node;
      }
      node = node.child(bit(host, node.length()));
    }
    return best == null ? Optional.empty() : Optional.of(entry(best));
  }

  /** The entries whose prefixes lie inside {@code prefix}, itself included. */
  public PrefixMap<V> coveredBy(IpPrefix prefix) {
    Node<V> node = root(prefix.isIpv6());
    while (node != null && node.length() < prefix.length()) {
      node = node.covers(prefix) ? node.child(bit(prefix, node.length())) : null;
    }
    if (node == null || !prefix.covers(node.key)) {
      return empty();
    }
    int count = count(node);
    return prefix.isIpv6()
        ? new PrefixMap<>(null, node, 0, count)
        : new PrefixMap<>(node, null, count, 0);
  }

  /** This map with {@code prefix} mapped to {@code value}. */
  public PrefixMap<V> with(IpPrefix prefix, V value) {
    Objects.requireNonNull(value, "value");
    Node<V> root = root(prefix.isIpv6());
    V before = get(prefix);
    if (before == value) {
      return this;
    }
    Node<V> changed = insert(root, prefix, value);
    return withRoot(prefix.isIpv6(), changed, before == null ? 1 : 0);
  }

  /** This map without an entry for {@code prefix}. */
  public PrefixMap<V> without(IpPrefix prefix) {
    if (get(prefix) == null) {
      return this;
    }
    Node<V> changed = remove(Objects.requireNonNull(root(prefix.isIpv6())), prefix);
    return size() == 1 ? empty() : withRoot(prefix.isIpv6(), changed, -1);
  }

  private PrefixMap<V> withRoot(boolean v6, @Nullable Node<V> root, int more) {
    return v6
        ? new PrefixMap<>(ipv4, root, ipv4Size, ipv6Size + more)
        : new PrefixMap<>(root, ipv6, ipv4Size + more, ipv6Size);
  }

  private @Nullable Node<V> root(boolean v6) {
    return v6 ? ipv6 : ipv4;
  }

  private static <V> Node<V> insert(@Nullable Node<V> node, IpPrefix prefix, V value) {
    if (node == null) {
      return new Node<>(prefix, value);
    }
    int common = Math.min(commonLength(node.key, prefix), node.length());
    if (common == node.length()) {
      if (common == prefix.length()) {
        return Node.of(prefix, common, value, node.left(), node.right());
      }
      return bit(prefix, common)
          ? Node.of(node.key, common, node.value, node.left(), insert(node.right(), prefix, value))
          : Node.of(node.key, common, node.value, insert(node.left(), prefix, value), node.right());
    }
    if (common == prefix.length()) {
      return bit(node.key, common)
          ? Node.of(prefix, common, value, null, node)
          : Node.of(prefix, common, value, node, null);
    }
    Node<V> leaf = new Node<>(prefix, value);
    return bit(prefix, common)
        ? Node.of(prefix, common, null, node, leaf)
        : Node.of(prefix, common, null, leaf, node);
  }

  private static <V> @Nullable Node<V> remove(Node<V> node, IpPrefix prefix) {
    Node<V> left = node.left();
    Node<V> right = node.right();
    if (node.length() == prefix.length()) {
      return join(node, null, left, right);
    }
    return bit(prefix, node.length())
        ? join(node, node.value, left, remove(Objects.requireNonNull(right), prefix))
        : join(node, node.value, remove(Objects.requireNonNull(left), prefix), right);
  }

  /** A node like {@code old}, or its only child where the node itself would hold nothing. */
  private static <V> @Nullable Node<V> join(
      Node<V> old, @Nullable V value, @Nullable Node<V> left, @Nullable Node<V> right) {
    if (value == null && (left == null || right == null)) {
      return left != null ? left : right;
    }
    return Node.of(old.key, old.length(), value, left, right);
  }

  private static <V> int count(@Nullable Node<V> node) {
    return node == null
        ? 0
        : (node.value == null ? 0 : 1) + count(node.left()) + count(node.right());
  }

  private static boolean bit(IpPrefix prefix, int index) {
    return index < 64
        ? (prefix.high() >>> (63 - index) & 1) != 0
        : (prefix.low() >>> (127 - index) & 1) != 0;
  }

  private static int commonLength(IpPrefix a, IpPrefix b) {
    int limit = Math.min(a.length(), b.length());
    long high = a.high() ^ b.high();
    int common =
        high != 0
            ? Long.numberOfLeadingZeros(high)
            : 64 + Long.numberOfLeadingZeros(a.low() ^ b.low());
    return Math.min(common, limit);
  }

  /** What a walk over the difference of two versions finds. */
  public interface ChangeVisitor<V> {
    /** {@code prefix} is only in the newer version. */
    void added(IpPrefix prefix, V value);

    /** {@code prefix} is only in the older version. */
    void removed(IpPrefix prefix, V value);

    /** {@code prefix} has values in both that are not equal. */
    void changed(IpPrefix prefix, V before, V after);
  }

  /**
   * Reports the difference between two versions in prefix order. Values count as unchanged when
   * they are equal. Cost: proportional to the difference where {@code to} descends from {@code
   * from}, else to both sizes.
   */
  public static <V> void changes(
      PrefixMap<V> from, PrefixMap<V> to, ChangeVisitor<? super V> visitor) {
    diff(from.ipv4, to.ipv4, visitor);
    diff(from.ipv6, to.ipv6, visitor);
  }

  private static <V> void diff(
      @Nullable Node<V> a, @Nullable Node<V> b, ChangeVisitor<? super V> visitor) {
    if (a == b) {
      return;
    }
    if (a == null) {
      each(b, visitor, true);
      return;
    }
    if (b == null) {
      each(a, visitor, false);
      return;
    }
    int common = Math.min(commonLength(a.key, b.key), Math.min(a.length(), b.length()));
    if (common == a.length() && common == b.length()) {
      report(a.value == null ? b.key : a.key, a.value, b.value, visitor);
      diff(a.left(), b.left(), visitor);
      diff(a.right(), b.right(), visitor);
    } else if (common == a.length()) {
      report(a.key, a.value, null, visitor);
      boolean right = bit(b.key, common);
      diff(a.left(), right ? null : b, visitor);
      diff(a.right(), right ? b : null, visitor);
    } else if (common == b.length()) {
      report(b.key, null, b.value, visitor);
      boolean right = bit(a.key, common);
      diff(right ? null : a, b.left(), visitor);
      diff(right ? a : null, b.right(), visitor);
    } else if (bit(a.key, common)) {
      each(b, visitor, true);
      each(a, visitor, false);
    } else {
      each(a, visitor, false);
      each(b, visitor, true);
    }
  }

  private static <V> void report(
      IpPrefix key, @Nullable V before, @Nullable V after, ChangeVisitor<? super V> visitor) {
    if (before == null) {
      if (after != null) {
        visitor.added(key, after);
      }
    } else if (after == null) {
      visitor.removed(key, before);
    } else if (!before.equals(after)) {
      visitor.changed(key, before, after);
    }
  }

  private static <V> void each(
      @Nullable Node<V> node, ChangeVisitor<? super V> visitor, boolean added) {
    if (node == null) {
      return;
    }
    if (node.value != null) {
      if (added) {
        visitor.added(node.key, node.value);
      } else {
        visitor.removed(node.key, node.value);
      }
    }
    each(node.left(), visitor, added);
    each(node.right(), visitor, added);
  }

  @Override
  public Iterator<Map.Entry<IpPrefix, V>> iterator() {
    ArrayDeque<Node<V>> stack = new ArrayDeque<>();
    if (ipv6 != null) {
      stack.push(ipv6);
    }
    if (ipv4 != null) {
      stack.push(ipv4);
    }
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return !stack.isEmpty();
      }

      @Override
      public Map.Entry<IpPrefix, V> next() {
        // Every subtree holds a value, so a non-empty stack always leads to one.
        while (true) {
          Node<V> node = stack.poll();
          if (node == null) {
            throw new NoSuchElementException();
          }
          Node<V> right = node.right();
          if (right != null) {
            stack.push(right);
          }
          Node<V> left = node.left();
          if (left != null) {
            stack.push(left);
          }
          if (node.value != null) {
            return entry(node);
          }
        }
      }
    };
  }

  /** The prefixes in order. */
  public List<IpPrefix> keys() {
    List<IpPrefix> keys = new ArrayList<>(size());
    for (Map.Entry<IpPrefix, V> e : this) {
      keys.add(e.getKey());
    }
    return keys;
  }

  private static <V> Map.Entry<IpPrefix, V> entry(Node<V> node) {
    return Map.entry(node.key, Objects.requireNonNull(node.value));
  }

  /** Same prefixes with equal values. Cheap between related versions. */
  @Override
  public boolean equals(Object o) {
    if (!(o instanceof PrefixMap<?> other) || other.size() != size()) {
      return false;
    }
    @SuppressWarnings("unchecked")
    PrefixMap<Object> that = (PrefixMap<Object>) other;
    @SuppressWarnings("unchecked")
    PrefixMap<Object> self = (PrefixMap<Object>) this;
    boolean[] differs = new boolean[1];
    changes(
        self,
        that,
        new ChangeVisitor<Object>() {
          @Override
          public void added(IpPrefix prefix, Object value) {
            differs[0] = true;
          }

          @Override
          public void removed(IpPrefix prefix, Object value) {
            differs[0] = true;
          }

          @Override
          public void changed(IpPrefix prefix, Object before, Object after) {
            differs[0] = true;
          }
        });
    return !differs[0];
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (Map.Entry<IpPrefix, V> e : this) {
      hash += e.hashCode();
    }
    return hash;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("{");
    for (Map.Entry<IpPrefix, V> e : this) {
      out.append(out.length() == 1 ? "" : ", ").append(e.getKey()).append('=').append(e.getValue());
    }
    return out.append('}').toString();
  }

  /**
   * A prefix with its value. Nodes without children are of this class and have no room for any:
   * they are half of all.
   */
  private static class Node<V> {
    /** Of a fork without a value: any prefix below it. */
    final IpPrefix key;

    final @Nullable V value;

    Node(IpPrefix key, @Nullable V value) {
      this.key = key;
      this.value = value;
    }

    static <V> Node<V> of(
        IpPrefix key,
        int length,
        @Nullable V value,
        @Nullable Node<V> left,
        @Nullable Node<V> right) {
      return left == null && right == null
          ? new Node<>(key, value)
          : new Fork<>(key, length, value, left, right);
    }

    /** How many bits all prefixes from here on share. */
    int length() {
      return key.length();
    }

    @Nullable Node<V> left() {
      return null;
    }

    @Nullable Node<V> right() {
      return null;
    }

    final @Nullable Node<V> child(boolean bit) {
      return bit ? right() : left();
    }

    final boolean covers(IpPrefix prefix) {
      return commonLength(key, prefix) >= length();
    }
  }

  /** A node with children, both of them where it has no value itself. */
  private static final class Fork<V> extends Node<V> {
    // A prefix object of its own would make up a fourth of a table's memory.
    private final short length;
    private final @Nullable Node<V> left;
    private final @Nullable Node<V> right;

    Fork(
        IpPrefix key,
        int length,
        @Nullable V value,
        @Nullable Node<V> left,
        @Nullable Node<V> right) {
      super(key, value);
      this.length = (short) length;
      this.left = left;
      this.right = right;
    }

    @Override
    int length() {
      return length;
    }

    @Override
    @Nullable Node<V> left() {
      return left;
    }

    @Override
    @Nullable Node<V> right() {
      return right;
    }
  }
}

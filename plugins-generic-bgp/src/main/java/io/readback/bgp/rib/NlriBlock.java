package io.readback.bgp.rib;

import io.readback.bgp.codec.Nlri;
import io.readback.spi.net.IpPrefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of prefixes of one family, kept encoded and in order, in chunks of some 4 KiB. A change
 * touches one chunk; a snapshot copies nothing, the chunks it shares are copied when they change.
 */
final class NlriBlock {
  private static final int CHUNK_OCTETS = 4096;
  private static final int FIRST_OCTETS = 32;

  private final List<Chunk> chunks = new ArrayList<>();
  private int count;

  /** No prefix of the block is greater; may itself have been removed. */
  private @Nullable IpPrefix greatest;

  private static final class Chunk {
    byte[] bytes;
    int length;
    IpPrefix first;
    boolean shared;

    Chunk(byte[] bytes, int length, IpPrefix first) {
      this.bytes = bytes;
      this.length = length;
      this.first = first;
    }

    /** Makes room for {@code more} octets at the end and the bytes our own. */
    void own(int more) {
      int need = length + more;
      if (shared || bytes.length < need) {
        int capacity = bytes.length;
        while (capacity < need) {
          capacity = Math.min(capacity * 2, CHUNK_OCTETS);
        }
        bytes = Arrays.copyOf(bytes, capacity);
        shared = false;
      }
    }

    /** Offset of the first entry not below {@code prefix}. */
    int seek(IpPrefix prefix) {
      int at = 0;
      while (at < length && Nlri.compare(bytes, at, prefix) < 0) {
        at += Nlri.octets(bytes, at);
      }
      return at;
    }
  }

  int count() {
    return count;
  }

  /** Adds a prefix that is not in the block. */
  void add(IpPrefix prefix) {
    count++;
    int octets = Nlri.octets(prefix);
    IpPrefix max = greatest;
    if (max == null || chunks.isEmpty() || prefix.compareTo(max) > 0) {
      greatest = prefix;
      append(prefix, octets);
      return;
    }
    int index = find(prefix);
    Chunk chunk = chunks.get(index);
    if (chunk.length + octets > CHUNK_OCTETS) {
      split(index);
      index = find(prefix);
      chunk = chunks.get(index);
    }
    int at = chunk.seek(prefix);
    chunk.own(octets);
    System.arraycopy(chunk.bytes, at, chunk.bytes, at + octets, chunk.length - at);
    Nlri.write(prefix, chunk.bytes, at);
    chunk.length += octets;
    if (at == 0) {
      chunk.first = prefix;
    }
  }

  private void append(IpPrefix prefix, int octets) {
    Chunk last = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
    if (last == null || last.length + octets > CHUNK_OCTETS) {
      last = new Chunk(new byte[last == null ? FIRST_OCTETS : CHUNK_OCTETS], 0, prefix);
      chunks.add(last);
    }
    last.own(octets);
    last.length = Nlri.write(prefix, last.bytes, last.length);
  }

  /** Removes a prefix of the block. */
  void remove(IpPrefix prefix) {
    int index = find(prefix);
    Chunk chunk = chunks.get(index);
    int at = chunk.seek(prefix);
    if (at >= chunk.length || Nlri.compare(chunk.bytes, at, prefix) != 0) {
      throw new IllegalStateException(prefix + " is not in the block");
    }
    count--;
    int octets = Nlri.octets(prefix);
    if (chunk.length == octets) {
      chunks.remove(index);
      return;
    }
    chunk.own(0);
    chunk.length -= octets;
    System.arraycopy(chunk.bytes, at + octets, chunk.bytes, at, chunk.length - at);
    if (at == 0) {
      chunk.first = Nlri.read(chunk.bytes, 0, prefix.family());
    }
    join(index);
  }

  /** The chunk that holds {@code prefix} or where it belongs. */
  private int find(IpPrefix prefix) {
    int low = 0;
    int high = chunks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (chunks.get(middle).first.compareTo(prefix) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private void split(int index) {
    Chunk chunk = chunks.get(index);
    int at = 0;
    while (at < chunk.length / 2) {
      at += Nlri.octets(chunk.bytes, at);
    }
    byte[] upper = Arrays.copyOf(Arrays.copyOfRange(chunk.bytes, at, chunk.length), CHUNK_OCTETS);
    IpPrefix first = Nlri.read(chunk.bytes, at, chunk.first.family());
    chunks.add(index + 1, new Chunk(upper, chunk.length - at, first));
    chunk.own(0);
    chunk.length = at;
  }

  /** Keeps chunks from getting many and small. */
  private void join(int index) {
    Chunk chunk = chunks.get(index);
    if (chunk.length > CHUNK_OCTETS / 4 || index + 1 >= chunks.size()) {
      return;
    }
    Chunk next = chunks.get(index + 1);
    if (chunk.length + next.length > CHUNK_OCTETS / 2) {
      return;
    }
    chunk.own(next.length);
    System.arraycopy(next.bytes, 0, chunk.bytes, chunk.length, next.length);
    chunk.length += next.length;
    chunks.remove(index + 1);
  }

  /** The present content, which later changes leave alone. */
  List<NlriSlice> snapshot() {
    List<NlriSlice> slices = new ArrayList<>(chunks.size());
    for (Chunk chunk : chunks) {
      chunk.shared = true;
      slices.add(new NlriSlice(chunk.bytes, chunk.length));
    }
    return slices;
  }

  /** A block of the same content that changes by itself. */
  NlriBlock copy() {
    NlriBlock copy = new NlriBlock();
    for (Chunk chunk : chunks) {
      chunk.shared = true;
      Chunk twin = new Chunk(chunk.bytes, chunk.length, chunk.first);
      twin.shared = true;
      copy.chunks.add(twin);
    }
    copy.count = count;
    copy.greatest = greatest;
    return copy;
  }
}

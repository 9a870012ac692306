package io.readback.linux.netlink;

import java.util.BitSet;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of a batch, by the index of the request.
 *
 * @param errors the requests that the kernel refused
 * @param unknown the requests of whose outcome the kernel's word was lost (its buffer for answers
 *     was full): they may have been done or not. Everything else was done.
 */
public record BatchResult(SortedMap<Integer, KernelError> errors, BitSet unknown) {
  public BatchResult {
    errors = Collections.unmodifiableSortedMap(new TreeMap<>(errors));
    unknown = (BitSet) unknown.clone();
  }

  /** Whether every request is known to be done. */
  public boolean allDone() {
    return errors.isEmpty() && unknown.isEmpty();
  }
}

package io.readback.core.manifest;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Guesses the name that was meant by a misspelt one. */
public final class NearestName {
  private NearestName() {}

  /**
   * The candidate with the fewest edits, at most a third of the length and never more than three;
   * the first one of equals.
   */
  public static Optional<String> of(String written, Collection<String> candidates) {
    String lower = written.toLowerCase(Locale.ROOT);
    if (lower.length() > 64) {
      return Optional.empty();
    }
    int limit = Math.min(3, Math.max(1, lower.length() / 3));
    Optional<String> best = Optional.empty();
    for (String candidate : candidates) {
      int edits = edits(lower, candidate.toLowerCase(Locale.ROOT));
      if (edits <= limit) {
        best = Optional.of(candidate);
        limit = edits - 1;
      }
    }
    return best;
  }

  /** Levenshtein's distance. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitute, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}

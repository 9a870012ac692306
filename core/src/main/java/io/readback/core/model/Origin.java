package io.readback.core.model;

/**
 * Where an object was read.
 *
 * @param file path relative to the folder, or the address of the cluster
 * @param line 1 or more; 0 where lines make no sense
 */
public record Origin(String file, int line) implements Comparable<Origin> {
  public static final Origin UNKNOWN = new Origin("", 0);

  @Override
  public int compareTo(Origin other) {
    int c = file.compareTo(other.file);
    return c != 0 ? c : Integer.compare(line, other.line);
  }

  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line;
  }
}

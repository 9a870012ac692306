package io.readback.lab;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of one lab, unique on the machine: {@code rb<pid in base 36>-<number>}. Everything a lab
 * makes carries it, so that what a crashed run left can be told from what a living one uses.
 *
 * @param pid of the process that made the lab
 * @param number counts the labs of that process, from 1
 */
record LabName(long pid, int number) {
  private static final Pattern FORM = Pattern.compile("rb([0-9a-z]{1,12})-([0-9]{1,9})");
  private static final Pattern NODE = Pattern.compile("[a-z][a-z0-9]{0,11}");

  static Optional<LabName> parse(String text) {
    Matcher m = FORM.matcher(text);
    return m.matches()
        ? Optional.of(new LabName(Long.parseLong(m.group(1), 36), Integer.parseInt(m.group(2))))
        : Optional.empty();
  }

  /** The name of one node of this lab, used for its container and its host name. */
  String node(String name) {
    if (!NODE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "node name \"%s\": one to twelve lower-case letters and digits, a letter first"
              .formatted(name));
    }
    return this + "-" + name;
  }

  @Override
  public String toString() {
    return "rb" + Long.toString(pid, 36) + "-" + number;
  }
}

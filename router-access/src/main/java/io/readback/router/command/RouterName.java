package io.readback.router.command;

import java.util.regex.Pattern;

/**
 * The name of something on a router that a command is about, such as a VRF. Only names that cannot
 * be taken for anything else: ASCII letters, digits and hyphens, and no word that stands for many.
 *
 * @param text at most 32 characters
 */
public record RouterName(String text) {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,31}");

  /**
   * @throws IllegalArgumentException saying what is allowed
   */
  public RouterName {
    if (!ALLOWED.matcher(text).matches() || text.equals("all")) {
      throw new IllegalArgumentException(
          "a name of up to 32 letters, digits and hyphens, and not 'all'");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}

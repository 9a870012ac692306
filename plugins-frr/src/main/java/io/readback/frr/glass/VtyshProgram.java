package io.readback.frr.glass;

import java.util.regex.Pattern;

/**
 * The way to vtysh on the router's shell. Comes from a manifest, so only what can be nothing but
 * vtysh is let through.
 *
 * @param line such as {@code vtysh} or {@code sudo -n vtysh -u}
 */
record VtyshProgram(String line) {
  private static final Pattern ALLOWED =
      Pattern.compile(
          "(sudo -n |doas -n )?(/usr/bin/|/usr/local/bin/|/usr/lib/frr/)?vtysh"
              + "( -u)?( -N [A-Za-z0-9_-]+)?");

  static final VtyshProgram DEFAULT = new VtyshProgram("vtysh");

  VtyshProgram {
    if (!ALLOWED.matcher(line).matches()) {
      throw new IllegalArgumentException(
          "vtysh, perhaps after 'sudo -n ' or 'doas -n ', with one of the paths /usr/bin/,"
              + " /usr/local/bin/ and /usr/lib/frr/, and with ' -u' or ' -N NAME' behind it");
    }
  }
}

package io.readback.frr.show;

import io.readback.router.text.RouterText;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first line of {@code show version}, such as {@code FRRouting 8.4.4 (tor1) on Linux(6.1)}. */
public record FrrVersion(String version, String host) {
  private static final Pattern LINE = Pattern.compile("FRRouting (\\S+) \\(([^)]*)\\).*");

  /** Empty when the text does not look like FRR's. */
  public static Optional<FrrVersion> read(String text) {
    for (String line : text.lines().limit(5).toList()) {
      Matcher m = LINE.matcher(line);
      if (m.matches()) {
        return Optional.of(
            new FrrVersion(RouterText.oneLine(m.group(1)), RouterText.oneLine(m.group(2))));
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return host + ", FRRouting " + version;
  }
}

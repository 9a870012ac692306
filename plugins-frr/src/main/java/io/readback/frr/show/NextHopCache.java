package io.readback.frr.show;

import io.readback.router.text.RouterText;
import io.readback.spi.net.IpAddress;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code show bgp nexthop}, as text: FRR 8.4 has no JSON of it.
 *
 * @param invalid the next hops that cannot be used, each with what the router says of it
 */
public record NextHopCache(SortedMap<IpAddress, String> invalid) {
  private static final Pattern LINE = Pattern.compile(" ?(\\S+) (valid|invalid)\\b(.*)");

  public NextHopCache {
    invalid = Collections.unmodifiableSortedMap(new TreeMap<>(invalid));
  }

  public static NextHopCache read(String text) {
    SortedMap<IpAddress, String> invalid = new TreeMap<>();
    Optional<IpAddress> last = Optional.empty();
    for (String line : text.lines().toList()) {
      Matcher m = LINE.matcher(line);
      if (m.matches()) {
        last = IpAddress.tryParse(m.group(1)).filter(a -> m.group(2).equals("invalid"));
        last.ifPresent(a -> invalid.put(a, "invalid"));
      } else if (last.isPresent() && !line.isBlank() && !line.contains("Last update")) {
        // The line after an invalid next hop says why.
        invalid.merge(last.get(), RouterText.oneLine(line), (a, b) -> a + ", " + b);
      }
    }
    return new NextHopCache(invalid);
  }
}

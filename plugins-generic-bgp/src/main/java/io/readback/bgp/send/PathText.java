package io.readback.bgp.send;

import io.readback.spi.net.IpAddress;
import io.readback.spi.route.AsPath;
import io.readback.spi.route.Community;
import io.readback.spi.route.ExtendedCommunity;
import io.readback.spi.route.Ipv6ExtendedCommunity;
import io.readback.spi.route.LargeCommunity;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A path in words: the next hop, or {@code self}, and then any number of {@code 65000:1}
 * (community), {@code 65000:1:2} (large), {@code target:65000:1} and the other forms of extended
 * communities, {@code med=10}, {@code local-pref=200}, {@code as-path=65010,65011} (what stands
 * behind our own number).
 */
public final class PathText {
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern NUMBERS = Pattern.compile("\\d{1,10}(:\\d{1,10}){1,2}");
  private static final long MAX = 0xffffffffL;

  private PathText() {}

  /**
   * @throws IllegalArgumentException naming the word that says nothing
   */
  public static Path parse(String text) {
    String[] words = SPACE.split(text.trim());
    PathAttributes.Builder attributes = PathAttributes.builder();
    for (int i = 1; i < words.length; i++) {
      attribute(words[i], attributes);
    }
    NextHop hop =
        words[0].equals("self")
            ? NextHop.SELF
            : new NextHop.Address(IpAddress.parse(words[0].toLowerCase(Locale.ROOT)));
    return new Path(List.of(hop), attributes.build());
  }

  private static void attribute(String word, PathAttributes.Builder out) {
    if (word.startsWith("med=")) {
      out.med(number(word, word.substring(4)));
    } else if (word.startsWith("local-pref=")) {
      out.localPref(number(word, word.substring(11)));
    } else if (word.startsWith("as-path=")) {
      List<Long> asns = new ArrayList<>();
      for (String asn : word.substring(8).split(",", -1)) {
        asns.add(number(word, asn));
      }
      out.asPath(new AsPath(List.of(new AsPath.Segment(false, asns))));
    } else if (NUMBERS.matcher(word).matches()) {
      numbers(word, out);
    } else {
      extended(word, out);
    }
  }

  private static void numbers(String word, PathAttributes.Builder out) {
    String[] parts = word.split(":", -1);
    if (parts.length == 2) {
      out.community(Community.of((int) number(word, parts[0]), (int) number(word, parts[1])));
    } else {
      out.largeCommunity(
          new LargeCommunity(
              number(word, parts[0]), number(word, parts[1]), number(word, parts[2])));
    }
  }

  private static void extended(String word, PathAttributes.Builder out) {
    Optional<ExtendedCommunity> extended = ExtendedCommunity.parse(word);
    Optional<Ipv6ExtendedCommunity> ipv6 = Ipv6ExtendedCommunity.parse(word);
    extended.ifPresent(out::extendedCommunity);
    ipv6.ifPresent(out::ipv6ExtendedCommunity);
    if (extended.isEmpty() && ipv6.isEmpty()) {
      throw new IllegalArgumentException(
          "'"
              + word
              + "' is no community (number:number, number:number:number, "
              + ExtendedCommunity.HOW_TO_WRITE
              + ") and none of med=, local-pref=, as-path=");
    }
  }

  private static long number(String word, String digits) {
    if (!digits.matches("\\d{1,10}") || Long.parseLong(digits) > MAX) {
      throw new IllegalArgumentException(
          "'" + digits + "' in '" + word + "' is not a number of 0 to 4294967295");
    }
    return Long.parseLong(digits);
  }
}

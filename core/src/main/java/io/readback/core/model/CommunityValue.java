package io.readback.core.model;

import io.readback.spi.route.Community;
import io.readback.spi.route.LargeCommunity;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A community as MetalLB's dialect writes it: {@code AA:NN} or {@code large:A:B:C}. */
public sealed interface CommunityValue {
  /** How to write one, for messages. */
  String HOW_TO_WRITE =
      "Write two numbers of 0 to 65535 as 65000:100, or three of 0 to 4294967295 as large:65000:1:2";

  /** RFC 1997. */
  record Standard(Community community) implements CommunityValue {}

  /** RFC 8092. */
  record Large(LargeCommunity community) implements CommunityValue {}

  /** Empty for what is written in neither form. */
  static Optional<CommunityValue> parse(String text) {
    Matcher pair = Forms.PAIR.matcher(text);
    if (pair.matches()) {
      int high = Integer.parseInt(pair.group(1));
      int low = Integer.parseInt(pair.group(2));
      return high > 0xffff || low > 0xffff
          ? Optional.empty()
          : Optional.of(new Standard(Community.of(high, low)));
    }
    Matcher large = Forms.LARGE.matcher(text);
    if (!large.matches()) {
      return Optional.empty();
    }
    long[] parts = new long[3];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = Long.parseLong(large.group(i + 1));
      if (parts[i] > 0xffffffffL) {
        return Optional.empty();
      }
    }
    return Optional.of(new Large(new LargeCommunity(parts[0], parts[1], parts[2])));
  }

  /** The patterns of the two forms. */
  final class Forms {
    private static final Pattern PAIR = Pattern.compile("([0-9]{1,5}):([0-9]{1,5})");
    private static final Pattern LARGE =
        Pattern.compile("large:([0-9]{1,10}):([0-9]{1,10}):([0-9]{1,10})");

    private Forms() {}
  }
}

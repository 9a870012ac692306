package io.readback.app.cli;

import io.readback.bgp.codec.CodecContext;
import io.readback.bgp.message.Family;
import io.readback.spi.net.IpAddress;
import io.readback.spi.observe.SessionState;
import io.readback.spi.target.BgpRole;
import io.readback.spi.target.BgpSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of input to {@code bgp decode}.
 *
 * @param state the state of the session when the message comes
 */
@SuppressWarnings("ArrayRecordComponent")
record DecodeLine(byte[] message, SessionState state, CodecContext context) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final List<String> KEYS =
      List.of(
          "state",
          "peer",
          "localAS",
          "peerAS",
          "localID",
          "localAddress",
          "fourOctetAS",
          "families",
          "addPathReceive",
          "extendedMessages",
          "extendedNextHop",
          "enhancedRefresh",
          "role",
          "roleStrict",
          "enforceFirstAS");

  private static final Pattern NUMBERED_FAMILY = Pattern.compile("afi-(\\d{1,5})-safi-(\\d{1,3})");
  private static final long MAX_ASN = 0xffffffffL;

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException with a message for the user, without the line's number
   */
  static DecodeLine parse(String line) {
    String text = line.strip();
    if (!text.startsWith("{")) {
      return new DecodeLine(
          hex(text), SessionState.ESTABLISHED, CodecContext.builder(true, 0, 0).build());
    }
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (!field.getKey().equals("hex") && !field.getKey().equals("context")) {
        throw new IllegalArgumentException(
            "unknown key '" + field.getKey() + "'; a line has 'hex' and 'context'");
      }
    }
    JsonNode hex = root.path("hex");
    if (!hex.isString()) {
      throw new IllegalArgumentException("'hex' must be text with the octets of a message");
    }
    JsonNode context = root.path("context");
    if (!context.isMissingNode() && !context.isNull() && !context.isObject()) {
      throw new IllegalArgumentException("'context' must be an object");
    }
    for (Map.Entry<String, JsonNode> field : context.properties()) {
      if (!KEYS.contains(field.getKey())) {
        throw new IllegalArgumentException(
            "unknown key 'context." + field.getKey() + "'; known are " + String.join(", ", KEYS));
      }
    }
    return new DecodeLine(hex(hex.asString()), state(context), context(context));
  }

  /** Digits of any case; colons, white space and a leading 0x do not count. */
  private static byte[] hex(String text) {
    String digits = text.replaceAll("[:\\s]", "");
    if (digits.startsWith("0x") || digits.startsWith("0X")) {
      digits = digits.substring(2);
    }
    for (int i = 0; i < digits.length(); i++) {
      if (Character.digit(digits.charAt(i), 16) < 0 || digits.charAt(i) > 'f') {
        throw new IllegalArgumentException(
            "'" + digits.charAt(i) + "' is not a hexadecimal digit (digit " + (i + 1) + ")");
      }
    }
    if (digits.length() % 2 != 0) {
      throw new IllegalArgumentException(
          "an odd number of hexadecimal digits (" + digits.length() + "); an octet has two");
    }
    if (digits.isEmpty()) {
      throw new IllegalArgumentException("no hexadecimal digits: the octets of a message go here");
    }
    return HexFormat.of().parseHex(digits);
  }

  private static SessionState state(JsonNode context) {
    return text(context, "state")
        .map(
            name ->
                Arrays.stream(SessionState.values())
                    .filter(s -> s.name().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            bad(
                                "state",
                                name,
                                "idle, connect, active, opensent, openconfirm or established")))
        .orElse(SessionState.ESTABLISHED);
  }

  private static CodecContext context(JsonNode context) {
    Optional<Boolean> external =
        text(context, "peer")
            .map(
                name ->
                    switch (name.toLowerCase(Locale.ROOT)) {
                      case "ebgp" -> true;
                      case "ibgp" -> false;
                      default -> throw bad("peer", name, "ebgp or ibgp");
                    });
    long localAs = asn(context, "localAS");
    long peerAs = asn(context, "peerAS");
    boolean ebgp = external.orElse(localAs == 0 || localAs != peerAs);
    if (!ebgp) {
      // An internal peer is of our AS: one number says both.
      localAs = localAs == 0 ? peerAs : localAs;
      peerAs = peerAs == 0 ? localAs : peerAs;
    }
    CodecContext.Builder builder = CodecContext.builder(ebgp, localAs, peerAs);
    if (external.orElse(false)) {
      builder.peerType(BgpSession.PeerType.EXTERNAL);
    }
    address(context, "localID")
        .ifPresent(
            id -> {
              if (!id.isIpv4()) {
                throw bad("localID", id.toString(), "32 bits written as an IPv4 address");
              }
              builder.localId(id);
            });
    address(context, "localAddress").ifPresent(builder::localAddress);
    flag(context, "fourOctetAS").ifPresent(builder::fourOctetAs);
    families(context, "families").ifPresent(builder::families);
    families(context, "addPathReceive").ifPresent(builder::addPathReceive);
    families(context, "extendedNextHop").ifPresent(builder::extendedNextHop);
    flag(context, "extendedMessages").ifPresent(builder::extendedMessages);
    flag(context, "enhancedRefresh").ifPresent(builder::enhancedRefresh);
    role(context).ifPresent(builder::role);
    flag(context, "roleStrict").ifPresent(builder::roleStrict);
    flag(context, "enforceFirstAS").ifPresent(builder::enforceFirstAs);
    return builder.build();
  }

  private static Optional<BgpRole> role(JsonNode context) {
    JsonNode node = context.path("role");
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    Optional<BgpRole> role =
        node.isIntegralNumber() && node.canConvertToInt()
            ? BgpRole.of(node.asInt())
            : node.isString() ? named(node.asString()) : Optional.empty();
    return Optional.of(
        role.orElseThrow(
            () -> bad("role", node, "provider, rs, rs-client, customer or peer, or 0 to 4")));
  }

  private static Optional<BgpRole> named(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replace('_', '-').replace("route-server", "rs");
    return BgpRole.named(plain);
  }

  private static long asn(JsonNode context, String key) {
    JsonNode node = context.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return 0;
    }
    boolean fits = node.isIntegralNumber() && node.canConvertToLong();
    if (!fits || node.asLong() < 0 || node.asLong() > MAX_ASN) {
      throw bad(key, node, "0 to 4294967295 (0: not known)");
    }
    return node.asLong();
  }

  private static Optional<IpAddress> address(JsonNode context, String key) {
    return text(context, key)
        .map(
            value -> {
              try {
                return IpAddress.parse(value);
              } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("context." + key + ": " + e.getMessage(), e);
              }
            });
  }

  private static Optional<String> text(JsonNode context, String key) {
    JsonNode node = context.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isString()) {
      throw bad(key, node, "text");
    }
    return Optional.of(node.asString());
  }

  private static Optional<Boolean> flag(JsonNode context, String key) {
    JsonNode node = context.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isBoolean()) {
      throw bad(key, node, "true or false");
    }
    return Optional.of(node.asBoolean());
  }

  private static Optional<List<Family>> families(JsonNode context, String key) {
    JsonNode node = context.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isArray()) {
      throw bad(key, node, "a list such as [\"ipv4-unicast\"]");
    }
    List<Family> families = new ArrayList<>();
    for (JsonNode one : node) {
      families.add(
          (one.isString() ? family(one.asString()) : Optional.<Family>empty())
              .orElseThrow(() -> bad(key, one, "ipv4-unicast, ipv6-unicast, or afi-N-safi-N")));
    }
    return Optional.of(List.copyOf(new TreeSet<>(families)));
  }

  private static Optional<Family> family(String name) {
    Optional<Family> named = Family.named(name);
    Matcher numbers = NUMBERED_FAMILY.matcher(name);
    if (named.isPresent() || !numbers.matches()) {
      return named;
    }
    int afi = Integer.parseInt(numbers.group(1));
    int safi = Integer.parseInt(numbers.group(2));
    return afi > 0xffff || safi > 0xff ? Optional.empty() : Optional.of(new Family(afi, safi));
  }

  private static IllegalArgumentException bad(String key, Object value, String expected) {
    return new IllegalArgumentException(
        "context." + key + " must be " + expected + " but was " + value);
  }
}

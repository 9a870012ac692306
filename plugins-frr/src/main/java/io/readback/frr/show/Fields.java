package io.readback.frr.show;

import io.readback.router.text.RouterText;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.PluginException.Kind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads members of FRR's objects. Members that are not known are passed over. */
final class Fields {
  private Fields() {}

  /** The member's text, fit to show; empty when absent or not text. */
  static String text(@Nullable JsonNode node, String name) {
    JsonNode value = node == null ? null : node.get(name);
    return value != null && value.isString() ? RouterText.oneLine(value.asString()) : "";
  }

  /** True for {@code true} and for a number other than 0: FRR writes flags both ways. */
  static boolean flag(@Nullable JsonNode node, String name) {
    JsonNode value = node == null ? null : node.get(name);
    return value != null
        && (value.isBoolean() ? value.booleanValue() : value.isNumber() && value.asLong(0) != 0);
  }

  static long number(@Nullable JsonNode node, String name, long otherwise) {
    JsonNode value = node == null ? null : node.get(name);
    return value != null && value.isNumber() ? value.asLong(otherwise) : otherwise;
  }

  static Optional<IpAddress> address(@Nullable JsonNode node, String name) {
    return IpAddress.tryParse(text(node, name));
  }

  static Optional<IpPrefix> prefix(String text) {
    return IpPrefix.tryParseMasked(text);
  }

  static Optional<AddressFamily> family(String name) {
    return switch (name) {
      case "ipv4Unicast" -> Optional.of(AddressFamily.IPV4);
      case "ipv6Unicast" -> Optional.of(AddressFamily.IPV6);
      default -> Optional.empty();
    };
  }

  static PluginException unreadable(String document, String what) {
    return new PluginException(Kind.PROTOCOL, "the router's " + document + ": " + what);
  }
}

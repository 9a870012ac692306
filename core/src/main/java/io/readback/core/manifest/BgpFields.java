package io.readback.core.manifest;

import io.readback.core.model.PeerDiscovery;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Fields that several of Cilium's BGP kinds share. */
final class BgpFields {
  private static final int LONGEST_NAME = 255;
  private static final long MAX_ASN = 0xffffffffL;
  private static final Map<String, AddressFamily> FAMILIES =
      Map.of("ipv4", AddressFamily.IPV4, "ipv6", AddressFamily.IPV6);

  private BgpFields() {}

  /** A name of 1 to 255 characters that is not taken yet; {@code taken} gains it. */
  static Optional<String> uniqueName(FieldReader fields, String what, Set<String> taken) {
    Optional<String> name = fields.requiredText("name");
    if (name.isPresent() && name.get().length() > LONGEST_NAME) {
      fields.error(
          "name",
          "a name has at most 255 characters, the " + what + " has no effect",
          "Shorten it");
      return Optional.empty();
    }
    if (name.isPresent() && !taken.add(name.get())) {
      fields.error(
          "name",
          "a second " + what + " is called '" + name.get() + "', it has no effect",
          "Give each " + what + " its own name");
      return Optional.empty();
    }
    return name;
  }

  /** 1 to 4294967295. */
  static OptionalLong localAsn(FieldReader fields) {
    return fields.integer("localASN", 1, MAX_ASN);
  }

  /**
   * 0 to 4294967295, 0 (any) where absent; empty where it is wrong, as a guess would peer with a
   * stranger.
   */
  static OptionalLong peerAsn(FieldReader fields) {
    return fields.has("peerASN")
        ? fields.integer("peerASN", 0, MAX_ASN)
        : known(fields, "peerASN", OptionalLong.of(0));
  }

  private static OptionalLong known(FieldReader fields, String field, OptionalLong value) {
    fields.skip(field);
    return value;
  }

  /** The name in {@code peerConfigRef}; its group and kind are of v2alpha1 and have no effect. */
  static Optional<String> peerConfig(FieldReader fields) {
    Optional<FieldReader> ref = fields.object("peerConfigRef");
    if (ref.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> name = ref.get().requiredText("name");
    ref.get().skip("group", "kind");
    ref.get().deprecated("group", "group is of v2alpha1 and has no effect", "Remove it");
    ref.get().deprecated("kind", "kind is of v2alpha1 and has no effect", "Remove it");
    ref.get().finish();
    return name;
  }

  /** How the peer is found; empty where it has an address. */
  static Optional<PeerDiscovery> discovery(FieldReader peer) {
    Optional<PeerDiscovery> discovery =
        peer.object("autoDiscovery").flatMap(BgpFields::autoDiscovery);
    if (discovery.isPresent() && peer.has("peerAddress")) {
      peer.error(
          "autoDiscovery",
          "peerAddress is given as well and decides, discovery has no effect",
          "Remove one of them");
      return Optional.empty();
    }
    return discovery;
  }

  private static Optional<PeerDiscovery> autoDiscovery(FieldReader fields) {
    Optional<String> mode = fields.requiredText("mode");
    fields.skip("defaultGateway", "unnumbered");
    fields.finish();
    if (mode.isEmpty()) {
      return Optional.empty();
    }
    return switch (mode.get()) {
      case "DefaultGateway" -> defaultGateway(fields);
      case "Unnumbered" -> unnumbered(fields);
      default -> {
        fields.error(
            "mode",
            "mode " + mode.get() + " is not known, the peer is not discovered",
            "Use DefaultGateway or Unnumbered, or give the peer a peerAddress");
        yield Optional.empty();
      }
    };
  }

  private static Optional<PeerDiscovery> defaultGateway(FieldReader fields) {
    Optional<FieldReader> gateway = fields.required("defaultGateway").flatMap(ValueReader::object);
    Optional<AddressFamily> family =
        gateway.flatMap(g -> g.required("addressFamily")).flatMap(value -> value.choice(FAMILIES));
    gateway.ifPresent(FieldReader::finish);
    return family.map(PeerDiscovery.DefaultGateway::new);
  }

  private static Optional<PeerDiscovery> unnumbered(FieldReader fields) {
    Optional<FieldReader> link = fields.required("unnumbered").flatMap(ValueReader::object);
    Optional<String> name = link.flatMap(l -> l.requiredText("interface"));
    link.ifPresent(FieldReader::finish);
    return name.map(PeerDiscovery.Unnumbered::new);
  }

  /** A proposal that no release of Cilium has; here collectors belong to the agent. */
  static void bmpServers(FieldReader instance) {
    if (instance.has("bmpServers")) {
      instance.notice(
          "bmpServers",
          "the field has no effect: BMP collectors are named in the agent's settings",
          "Name them under bmp in the settings of the announcer generic-bgp");
    }
    instance.skip("bmpServers");
  }

  static Optional<IpAddress> routerId(FieldReader fields) {
    Optional<ValueReader> value = fields.value("routerID");
    Optional<IpAddress> id = value.flatMap(ValueReader::address);
    if (id.isPresent() && (id.get().isIpv6() || id.get().isUnspecified())) {
      value
          .orElseThrow()
          .error(
              "a BGP Identifier is written as an IPv4 address other than 0.0.0.0, this one has no"
                  + " effect",
              "Use an IPv4 address of the node");
      return Optional.empty();
    }
    return id;
  }
}

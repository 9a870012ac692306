package io.readback.core.manifest;

import io.readback.spi.net.IpAddress;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Fields that several of Cilium's BGP kinds share. */
final class BgpFields {
  private static final int LONGEST_NAME = 255;
  private static final long MAX_ASN = 0xffffffffL;

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
    ref.get().finish();
    return name;
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

package io.readback.core.manifest;

import io.readback.core.model.BgpPeerConfig;
import io.readback.core.model.BgpPeerConfig.FamilyExport;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.Origin;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.target.BfdProfile;
import io.readback.spi.target.BgpTimers;
import io.readback.spi.target.GracefulRestart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** CiliumBGPPeerConfig. */
final class PeerConfigReader {
  private static final Map<String, String> AFIS =
      Map.of("ipv4", "ipv4", "ipv6", "ipv6", "l2vpn", "l2vpn", "ls", "ls", "opaque", "opaque");
  private static final Map<String, String> SAFIS =
      Map.ofEntries(
          Map.entry("unicast", "unicast"),
          Map.entry("multicast", "multicast"),
          Map.entry("mpls_label", "mpls_label"),
          Map.entry("encapsulation", "encapsulation"),
          Map.entry("vpls", "vpls"),
          Map.entry("evpn", "evpn"),
          Map.entry("ls", "ls"),
          Map.entry("sr_policy", "sr_policy"),
          Map.entry("mup", "mup"),
          Map.entry("mpls_vpn", "mpls_vpn"),
          Map.entry("mpls_vpn_multicast", "mpls_vpn_multicast"),
          Map.entry("route_target_constraints", "route_target_constraints"),
          Map.entry("flowspec_unicast", "flowspec_unicast"),
          Map.entry("flowspec_vpn", "flowspec_vpn"),
          Map.entry("key_value", "key_value"));
  private static final int MAX_SECONDS = 65535;

  private PeerConfigReader() {}

  /** An unreadable password reference leaves the object without effect: never unauthenticated. */
  static Optional<BgpPeerConfig> read(Metadata metadata, FieldReader object, Origin origin) {
    object.skip("apiVersion", "kind", "metadata", "status");
    BgpPeerConfig defaults = BgpPeerConfig.DEFAULT;
    Optional<FieldReader> found = object.object("spec");
    if (found.isEmpty()) {
      return object.has("spec") ? Optional.empty() : Optional.of(named(metadata, defaults, origin));
    }
    FieldReader spec = found.get();
    int peerPort = defaults.peerPort();
    Optional<String> sourceInterface = Optional.empty();
    Optional<FieldReader> transport = spec.object("transport");
    if (transport.isPresent()) {
      peerPort = transport.get().integer32("peerPort", 1, 65535).orElse(peerPort);
      sourceInterface = transport.get().text("sourceInterface").filter(name -> !name.isEmpty());
      // served by v2alpha1 only and without effect there
      transport.get().skip("localPort");
      transport
          .get()
          .deprecated(
              "localPort",
              "localPort is of v2alpha1 and has no effect",
              "Set localPort at the instance, or remove it");
      transport.get().finish();
    }
    BgpTimers timers =
        spec.object("timers").map(PeerConfigReader::timers).orElse(defaults.timers());
    GracefulRestart restart =
        spec.object("gracefulRestart")
            .map(PeerConfigReader::gracefulRestart)
            .orElse(GracefulRestart.OFF);
    int ttl = spec.integer32("ebgpMultihop", 1, 255).orElse(defaults.multihopTtl());
    Optional<String> secret = spec.text("authSecretRef").filter(name -> !name.isEmpty());
    boolean secretReadable = secret.isPresent() || !spec.has("authSecretRef");
    Optional<List<FamilyExport>> families =
        spec.has("families") ? families(spec) : Optional.of(defaults.families());
    Optional<BfdProfile> bfd = spec.object("bfd").flatMap(PeerConfigReader::bfd);
    spec.skip("families");
    spec.finish();
    if (!secretReadable || families.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new BgpPeerConfig(
            metadata.name(),
            peerPort,
            sourceInterface,
            timers,
            restart,
            ttl,
            secret,
            families.get(),
            bfd,
            origin));
  }

  private static BgpPeerConfig named(Metadata metadata, BgpPeerConfig values, Origin origin) {
    return new BgpPeerConfig(
        metadata.name(),
        values.peerPort(),
        values.sourceInterface(),
        values.timers(),
        values.gracefulRestart(),
        values.multihopTtl(),
        values.authSecret(),
        values.families(),
        values.bfd(),
        origin);
  }

  /** A keepalive time that is absent follows a hold time too short for the default of 30 s. */
  private static BgpTimers timers(FieldReader fields) {
    BgpTimers defaults = BgpPeerConfig.DEFAULT.timers();
    int retry =
        fields
            .integer32("connectRetryTimeSeconds", 1, Integer.MAX_VALUE)
            .orElse(defaults.connectRetry());
    int hold = fields.integer32("holdTimeSeconds", 3, MAX_SECONDS).orElse(defaults.hold());
    OptionalInt written = fields.integer32("keepAliveTimeSeconds", 1, MAX_SECONDS);
    fields.finish();
    int third = Math.max(1, hold / 3);
    int keepalive = written.orElse(Math.min(defaults.keepalive(), third));
    if (keepalive > hold) {
      fields.error(
          "keepAliveTimeSeconds",
          "the keepalive time "
              + keepalive
              + " s is above the hold time "
              + hold
              + " s; "
              + third
              + " s is used",
          "Use a third of the hold time");
      keepalive = third;
    }
    return new BgpTimers(retry, hold, keepalive);
  }

  private static GracefulRestart gracefulRestart(FieldReader fields) {
    boolean enabled = fields.flag("enabled", false);
    int seconds =
        fields.integer32("restartTimeSeconds", 1, 4095).orElse(GracefulRestart.OFF.restartTime());
    fields.finish();
    return new GracefulRestart(enabled, seconds);
  }

  private static Optional<List<FamilyExport>> families(FieldReader spec) {
    List<FamilyExport> families = new ArrayList<>();
    for (FieldReader entry : spec.objects("families")) {
      Optional<String> afi = entry.required("afi").flatMap(value -> value.choice(AFIS));
      Optional<String> safi = entry.required("safi").flatMap(value -> value.choice(SAFIS));
      Optional<LabelSelector> advertisements = entry.selector("advertisements");
      boolean whole = advertisements.isPresent() == entry.has("advertisements");
      entry.finish();
      if (afi.isEmpty() || safi.isEmpty() || !whole) {
        continue;
      }
      Optional<AddressFamily> family = unicast(afi.get(), safi.get());
      if (family.isEmpty()) {
        entry.error(
            "safi",
            "family " + afi.get() + "/" + safi.get() + " is not served, it has no effect",
            "Use ipv4 or ipv6 with unicast");
      } else if (families.stream().anyMatch(f -> f.family() == family.get())) {
        entry.error(
            "afi",
            "family " + afi.get() + "/" + safi.get() + " is given twice, the second has no effect",
            "Keep one of them");
      } else {
        families.add(new FamilyExport(family.get(), advertisements));
      }
    }
    return Optional.of(families);
  }

  private static Optional<AddressFamily> unicast(String afi, String safi) {
    if (!safi.equals("unicast")) {
      return Optional.empty();
    }
    return switch (afi) {
      case "ipv4" -> Optional.of(AddressFamily.IPV4);
      case "ipv6" -> Optional.of(AddressFamily.IPV6);
      default -> Optional.empty();
    };
  }

  /** As the enterprise edition and a pending change of Cilium have it; absent values: 300, 3. */
  private static Optional<BfdProfile> bfd(FieldReader fields) {
    boolean enabled = fields.flag("enabled", true);
    Duration transmit = interval(fields, "transmitIntervalMilliseconds");
    Duration receive = interval(fields, "receiveIntervalMilliseconds");
    int multiplier =
        fields
            .integer32("detectionMultiplier", 1, 255)
            .orElse(BfdProfile.DEFAULT.detectMultiplier());
    fields.finish();
    return enabled
        ? Optional.of(
            new BfdProfile(
                transmit,
                receive,
                multiplier,
                BfdProfile.DEFAULT.passive(),
                BfdProfile.DEFAULT.minimumTtl(),
                BfdProfile.DEFAULT.strict()))
        : Optional.empty();
  }

  private static Duration interval(FieldReader fields, String name) {
    return Duration.ofMillis(fields.integer32(name, 10, 60000).orElse(300));
  }
}

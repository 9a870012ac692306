package io.readback.core.manifest;

import io.readback.core.model.LabelSelector;
import io.readback.core.model.MetallbPeer;
import io.readback.core.model.MetallbPeer.RemoteAs;
import io.readback.core.model.Origin;
import io.readback.core.model.SecretRef;
import io.readback.spi.Secret;
import io.readback.spi.net.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * BGPPeer, v1beta1 and v1beta2. As with MetalLB's admission, one broken field leaves the peer
 * without effect.
 */
final class MetallbPeerReader {
  private static final long MAX_ASN = 0xffffffffL;

  /** MetalLB's own limit. */
  private static final int HIGHEST_PORT = 16384;

  private static final int BGP_PORT = 179;
  private static final int SHORTEST_HOLD = 3;
  private static final Duration LONGEST = Duration.ofSeconds(65535);

  private static final Map<String, RemoteAs> DYNAMIC =
      Map.of("internal", new RemoteAs.Internal(), "external", new RemoteAs.External());

  private MetallbPeerReader() {}

  static Optional<MetallbPeer> read(Metadata metadata, FieldReader object, Origin origin) {
    boolean old = object.text("apiVersion").orElse("").endsWith("v1beta1");
    object.skip("kind", "metadata", "status");
    Optional<FieldReader> found = object.required("spec").flatMap(ValueReader::object);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (old) {
      object.notice("apiVersion", "v1beta1 of BGPPeer is deprecated", "Use metallb.io/v1beta2");
    }
    SoundFields spec = new SoundFields(found.get());
    Draft draft = old ? Draft.ofV1beta1(spec) : Draft.ofV1beta2(spec, metadata.namespace());
    return spec.finishObject() ? draft.peer(metadata, origin) : Optional.empty();
  }

  /** Hold and keepalive time in seconds: both, or neither. */
  private record Timers(OptionalInt hold, OptionalInt keepalive) {
    private static final Timers NONE = new Timers(OptionalInt.empty(), OptionalInt.empty());

    /** The one that is missing is derived: a keepalive time is a third of the hold time. */
    static Timers read(SoundFields spec) {
      Optional<Duration> hold = duration(spec, "holdTime", Duration.ZERO);
      Optional<Duration> keepalive = duration(spec, "keepaliveTime", Duration.ZERO);
      if (hold.isEmpty() && keepalive.isEmpty()) {
        return NONE;
      }
      Duration h = hold.orElseGet(() -> keepalive.orElseThrow().multipliedBy(3));
      Duration k = keepalive.orElseGet(() -> hold.orElseThrow().dividedBy(3));
      int seconds = (int) h.toSeconds();
      if (seconds != 0 && seconds < SHORTEST_HOLD || h.compareTo(LONGEST) > 0) {
        spec.error(
            hold.isPresent() ? "holdTime" : "keepaliveTime",
            "a hold time of " + seconds + " s is neither 0 nor 3 s to 65535 s",
            "Use 0s, or at least 3s");
        return NONE;
      }
      if (k.compareTo(h) > 0) {
        spec.error(
            "keepaliveTime",
            "the keepalive time "
                + k.toSeconds()
                + " s is above the hold time "
                + h.toSeconds()
                + " s",
            "Use a third of the hold time");
        return NONE;
      }
      int keep = seconds == 0 ? 0 : Math.max(1, (int) k.toSeconds());
      return new Timers(OptionalInt.of(seconds), OptionalInt.of(keep));
    }
  }

  private static Optional<Duration> duration(SoundFields spec, String field, Duration shortest) {
    Optional<ValueReader> value = spec.value(field);
    Optional<Duration> duration = value.flatMap(v -> DurationText.read(v, shortest, LONGEST));
    spec.needs(value.isEmpty() || duration.isPresent());
    return duration;
  }

  /** The fields while they are read; a part that is wrong is absent and the whole not sound. */
  private record Draft(
      OptionalLong myAsn,
      Optional<RemoteAs> remoteAs,
      OptionalLong localAsn,
      Optional<PeerAddress> address,
      Optional<String> interfaceName,
      Optional<IpAddress> sourceAddress,
      int port,
      Timers timers,
      OptionalInt connectTime,
      Optional<IpAddress> routerId,
      List<LabelSelector> nodeSelectors,
      Optional<Secret> password,
      Optional<SecretRef> passwordSecret,
      Optional<String> bfdProfile,
      boolean gracefulRestart,
      boolean multiHop,
      Optional<String> vrf,
      boolean disableMp,
      boolean dualStack) {

    static Draft ofV1beta1(SoundFields spec) {
      OptionalLong myAsn = readMyAsn(spec);
      Optional<RemoteAs> remote = readFixedAs(spec);
      if (remote.isEmpty()) {
        spec.error("peerASN", "the AS of the peer is missing", "Add peerASN");
      }
      boolean multiHop = readMultiHop(spec, myAsn, remote);
      Optional<PeerAddress> address = readAddress(spec);
      if (address.isEmpty() && !spec.has("peerAddress")) {
        spec.error("peerAddress", "the address of the peer is missing", "Add peerAddress");
      }
      int port = spec.integer32("peerPort", 0, HIGHEST_PORT).orElse(BGP_PORT);
      return new Draft(
          myAsn,
          remote,
          OptionalLong.empty(),
          address,
          Optional.empty(),
          spec.address("sourceAddress"),
          port == 0 ? BGP_PORT : port,
          Timers.read(spec),
          OptionalInt.empty(),
          readRouterId(spec),
          spec.distinctSelectors("nodeSelectors"),
          readPassword(spec),
          Optional.empty(),
          spec.text("bfdProfile"),
          false,
          multiHop,
          Optional.empty(),
          false,
          false);
    }

    static Draft ofV1beta2(SoundFields spec, String namespace) {
      OptionalLong myAsn = readMyAsn(spec);
      Optional<RemoteAs> remote = readRemoteAs(spec);
      Optional<PeerAddress> address = readAddress(spec);
      Optional<String> interfaceName = spec.line("interface");
      exactlyOne(spec, "peerAddress", "interface", "says where the peer is");
      Optional<Secret> password = readPassword(spec);
      Optional<SecretRef> secret = readPasswordSecret(spec, namespace);
      if (password.isPresent() && secret.isPresent()) {
        spec.error(
            "passwordSecret",
            "password is given as well, only one of them may be",
            "Keep passwordSecret");
      }
      boolean disableMp = spec.flag("disableMP", false);
      if (spec.has("disableMP")) {
        spec.notice(
            "disableMP",
            "the field is deprecated, a session carries its own family alone anyway",
            "Remove it; dualStackAddressFamily makes it carry both");
      }
      return new Draft(
          myAsn,
          remote,
          spec.integer("localASN", 1, MAX_ASN),
          address,
          interfaceName,
          spec.address("sourceAddress"),
          spec.integer32("peerPort", 1, HIGHEST_PORT).orElse(BGP_PORT),
          Timers.read(spec),
          readConnectTime(spec),
          readRouterId(spec),
          spec.distinctSelectors("nodeSelectors"),
          password,
          secret,
          spec.text("bfdProfile"),
          spec.flag("enableGracefulRestart", false),
          readMultiHop(spec, myAsn, remote),
          spec.line("vrf"),
          disableMp,
          spec.flag("dualStackAddressFamily", false));
    }

    /** Only for a draft of sound fields. */
    Optional<MetallbPeer> peer(Metadata metadata, Origin origin) {
      return Optional.of(
          new MetallbPeer(
              metadata.name(),
              metadata.namespace(),
              myAsn.orElseThrow(),
              remoteAs.orElseThrow(),
              localAsn,
              address.map(PeerAddress::address),
              address.flatMap(PeerAddress::zone),
              interfaceName,
              sourceAddress,
              port,
              timers.hold(),
              timers.keepalive(),
              connectTime,
              routerId,
              nodeSelectors,
              password,
              passwordSecret,
              bfdProfile,
              gracefulRestart,
              multiHop,
              vrf,
              disableMp,
              dualStack,
              metadata.announcer(),
              metadata.created(),
              origin));
    }
  }

  private static OptionalLong readMyAsn(SoundFields spec) {
    return spec.requiredInteger("myASN", 1, MAX_ASN);
  }

  /** 0 counts as absent. */
  private static Optional<RemoteAs> readFixedAs(SoundFields spec) {
    OptionalLong asn = spec.integer("peerASN", 0, MAX_ASN);
    return asn.isPresent() && asn.getAsLong() != 0
        ? Optional.of(new RemoteAs.Fixed(asn.getAsLong()))
        : Optional.empty();
  }

  private static Optional<RemoteAs> readRemoteAs(SoundFields spec) {
    Optional<RemoteAs> fixed = readFixedAs(spec);
    Optional<RemoteAs> dynamic =
        spec.value("dynamicASN").flatMap(ignored -> spec.choice("dynamicASN", DYNAMIC));
    if (fixed.isPresent() && dynamic.isPresent()) {
      spec.error(
          "dynamicASN", "peerASN is given as well, only one of them may be", "Keep one of them");
    } else if (fixed.isEmpty() && spec.value("dynamicASN").isEmpty()) {
      spec.error("peerASN", "the AS of the peer is missing", "Add peerASN, or dynamicASN");
    }
    return fixed.isPresent() ? fixed : dynamic;
  }

  private static boolean readMultiHop(
      SoundFields spec, OptionalLong myAsn, Optional<RemoteAs> remote) {
    boolean multiHop = spec.flag("ebgpMultiHop", false);
    boolean internal =
        remote.isPresent()
            && (remote.get() instanceof RemoteAs.Internal
                || myAsn.isPresent() && remote.get().equals(new RemoteAs.Fixed(myAsn.getAsLong())));
    if (multiHop && internal) {
      spec.error(
          "ebgpMultiHop",
          "the peer is of our own AS, and the option is for peers of other ones",
          "Remove it, internal sessions span any number of hops");
    }
    return multiHop;
  }

  private static Optional<PeerAddress> readAddress(SoundFields spec) {
    Optional<ValueReader> value = spec.value("peerAddress");
    Optional<PeerAddress> address = value.flatMap(PeerAddress::read);
    spec.needs(value.isEmpty() || address.isPresent());
    return address;
  }

  private static void exactlyOne(SoundFields spec, String a, String b, String purpose) {
    boolean hasA = spec.value(a).isPresent();
    boolean hasB = spec.value(b).isPresent();
    if (hasA && hasB) {
      spec.error(b, a + " is given as well, only one of them may be", "Keep one of them");
    } else if (!hasA && !hasB) {
      spec.error(a, "neither " + a + " nor " + b + " " + purpose, "Add " + a);
    }
  }

  private static OptionalInt readConnectTime(SoundFields spec) {
    Optional<Duration> time = duration(spec, "connectTime", Duration.ofSeconds(1));
    if (time.isPresent() && time.get().toMillis() % 1000 != 0) {
      spec.error("connectTime", "the time has a fraction of a second", "Use whole seconds");
      return OptionalInt.empty();
    }
    return time.isPresent() ? OptionalInt.of((int) time.get().toSeconds()) : OptionalInt.empty();
  }

  private static Optional<IpAddress> readRouterId(SoundFields spec) {
    Optional<IpAddress> id = spec.address("routerID");
    if (id.isPresent() && (id.get().isIpv6() || id.get().isUnspecified())) {
      spec.error(
          "routerID",
          "a BGP Identifier is written as an IPv4 address other than 0.0.0.0",
          "Use an IPv4 address of the node, or leave it out");
      return Optional.empty();
    }
    return id;
  }

  private static Optional<Secret> readPassword(SoundFields spec) {
    Optional<String> text = spec.value("password").flatMap(ValueReader::hiddenText);
    spec.needs(text.isPresent() || spec.value("password").isEmpty());
    if (text.isPresent() && (text.get().contains("\n") || text.get().contains("\r"))) {
      spec.error("password", "the password has a line break", "Write it on one line");
    }
    return text.map(Secret::ofText);
  }

  /** MetalLB looks for the Secret beside the peer, whatever namespace the reference names. */
  private static Optional<SecretRef> readPasswordSecret(SoundFields spec, String namespace) {
    Optional<SoundFields> ref = spec.object("passwordSecret");
    if (ref.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> name = ref.get().text("name");
    Optional<String> elsewhere = ref.get().text("namespace").filter(n -> !n.equals(namespace));
    if (elsewhere.isPresent()) {
      ref.get()
          .warning(
              "namespace",
              "the Secret is looked for in the peer's own namespace " + namespace,
              "Put the Secret there, and remove the field");
    }
    spec.needs(ref.get().finish());
    return name.map(n -> new SecretRef(namespace, n));
  }
}

package io.readback.core.manifest;

import io.readback.core.model.BgpPeerSettings;
import io.readback.core.model.BgpPeerSettings.PeerMatch;
import io.readback.core.model.Drain;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.Origin;
import io.readback.core.model.SessionSetting;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.BgpRole;
import io.readback.spi.target.BgpSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/** readback.io/v1alpha1 BgpPeerSettings. */
final class PeerSettingsReader {
  private static final long MAX_ASN = 0xffffffffL;
  private static final Map<String, BgpRole> ROLES =
      Arrays.stream(BgpRole.values())
          .collect(Collectors.toUnmodifiableMap(BgpRole::toString, Function.identity()));

  /** Reads a field of this name; empty where it is absent, and where it is broken and reported. */
  private interface Reading<T> extends BiFunction<FieldReader, String, Optional<T>> {}

  /**
   * A field below {@code spec}.
   *
   * @param effect what its value does to a session
   */
  private record Field<T>(
      String name, Reading<T> reading, BiConsumer<BgpSession.Builder, T> effect) {
    Optional<SessionSetting> read(FieldReader spec) {
      return reading.apply(spec, name).map(value -> SessionSetting.of(name, value, effect));
    }
  }

  private static final Reading<Boolean> FLAG =
      (spec, name) -> spec.value(name).flatMap(ValueReader::flag);
  private static final Reading<String> NAME =
      (spec, name) -> spec.text(name).filter(text -> !text.isEmpty());

  /** All settings of one value; a further one is one line here and its setter at the session. */
  private static final List<Field<?>> FIELDS =
      List.of(
          new Field<>("passive", FLAG, BgpSession.Builder::passive),
          new Field<>("sourceAddress", FieldReader::address, BgpSession.Builder::localAddress),
          new Field<>("sourceInterface", NAME, BgpSession.Builder::sourceInterface),
          new Field<>("device", NAME, BgpSession.Builder::device),
          new Field<>("localASN", integer(1, MAX_ASN), BgpSession.Builder::localAsn),
          new Field<>("role", (spec, name) -> spec.choice(name, ROLES), BgpSession.Builder::role),
          new Field<>("roleStrict", FLAG, BgpSession.Builder::roleStrict),
          new Field<>(
              "ttlSecurityHops",
              integer(1, 254),
              (session, hops) -> session.ttlSecurityHops(hops.intValue())),
          new Field<>(
              "prefixLimit",
              integer(1, Integer.MAX_VALUE),
              (session, limit) -> session.prefixLimit(limit.intValue())),
          new Field<>(
              "delayOpen",
              duration(Duration.ZERO, Duration.ofSeconds(240)),
              BgpSession.Builder::delayOpen),
          new Field<>(
              "sendHold",
              duration(Duration.ofSeconds(3), Duration.ofHours(1)),
              BgpSession.Builder::sendHold),
          new Field<>(
              "advertisementInterval",
              duration(Duration.ZERO, Duration.ofSeconds(600)),
              BgpSession.Builder::advertisementInterval),
          new Field<>("addPath", FLAG, BgpSession.Builder::addPath),
          new Field<>("addPathReceive", FLAG, BgpSession.Builder::addPathReceive),
          new Field<>(
              "longLivedGracefulRestart",
              duration(Duration.ofSeconds(1), Duration.ofSeconds(0xffffff)),
              (session, time) -> session.longLivedRestart((int) time.toSeconds())));

  private PeerSettingsReader() {}

  /** A selector that is broken leaves the object without effect: it would select too much. */
  static Optional<BgpPeerSettings> read(Metadata metadata, FieldReader object, Origin origin) {
    object.skip("apiVersion", "kind", "metadata", "status");
    Optional<FieldReader> found = object.required("spec").flatMap(ValueReader::object);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    FieldReader spec = found.get();
    Optional<LabelSelector> nodes = spec.selector("nodeSelector");
    Optional<List<PeerMatch>> peers = peers(spec);
    Optional<Drain> drain = RouteSettingsReader.drain(spec);
    List<SessionSetting> settings = new ArrayList<>();
    FIELDS.forEach(field -> field.read(spec).ifPresent(settings::add));
    BfdSettingReader.read(spec).ifPresent(settings::add);
    TcpAoReader.read(spec).ifPresent(settings::add);
    spec.finish();
    boolean nodesWhole = nodes.isPresent() == spec.has("nodeSelector");
    if (!nodesWhole || peers.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new BgpPeerSettings(
            metadata.name(), nodes, peers.get(), settings, drain, metadata.created(), origin));
  }

  /** The list of peers, none for all; empty where it is broken and reported. */
  static Optional<List<PeerMatch>> peers(FieldReader spec) {
    List<ValueReader> written = spec.items("peers");
    List<PeerMatch> peers = new ArrayList<>();
    for (ValueReader item : written) {
      item.object().flatMap(PeerSettingsReader::peer).ifPresent(peers::add);
    }
    if (spec.has("peers") && written.isEmpty()) {
      spec.error("peers", "the list is empty and selects nothing", "Add a peer, or remove peers");
    }
    return peers.isEmpty() == spec.has("peers") ? Optional.empty() : Optional.of(peers);
  }

  private static Optional<PeerMatch> peer(FieldReader fields) {
    Optional<String> name = NAME.apply(fields, "name");
    Optional<IpAddress> address = fields.address("address");
    Optional<String> instance = NAME.apply(fields, "instance");
    fields.finish();
    boolean whole =
        name.isPresent() == fields.has("name")
            && address.isPresent() == fields.has("address")
            && instance.isPresent() == fields.has("instance");
    if (whole && name.isEmpty() && address.isEmpty() && instance.isEmpty()) {
      fields.error(
          "selects nothing as it says nothing, it has no effect",
          "Give it a name, an address or an instance");
      return Optional.empty();
    }
    return whole ? Optional.of(new PeerMatch(name, address, instance)) : Optional.empty();
  }

  private static Reading<Long> integer(long min, long max) {
    return (spec, name) -> {
      var value = spec.integer(name, min, max);
      return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
    };
  }

  private static Reading<Duration> duration(Duration shortest, Duration longest) {
    return (spec, name) ->
        spec.value(name).flatMap(value -> DurationText.read(value, shortest, longest));
  }
}

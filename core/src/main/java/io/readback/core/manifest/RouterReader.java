package io.readback.core.manifest;

import io.readback.core.model.Origin;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.RouterConfig;
import io.readback.core.model.RouterConfig.Glass;
import io.readback.core.model.SecretRef;
import io.readback.spi.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** readback.io/v1alpha1 Router. */
final class RouterReader {
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);
  private static final int LONGEST_PATH = 200;

  /** Settings that would hold a credential; those belong to a Secret. */
  private static final Set<String> CREDENTIALS =
      Set.of(
          "password",
          "passphrase",
          "privatekey",
          "community",
          "authpassphrase",
          "privpassphrase",
          "secret",
          "token");

  private RouterReader() {}

  static Optional<RouterConfig> read(Metadata metadata, FieldReader object, Origin origin) {
    object.skip("apiVersion", "kind", "metadata", "status");
    Optional<FieldReader> found = object.required("spec").flatMap(ValueReader::object);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    FieldReader spec = found.get();
    List<IpAddress> addresses = new ArrayList<>();
    spec.address("address").ifPresent(addresses::add);
    spec.addresses("addresses").stream()
        .filter(address -> !addresses.contains(address))
        .forEach(addresses::add);
    Duration interval =
        spec.value("interval")
            .flatMap(value -> DurationText.read(value, SHORTEST_INTERVAL, LONGEST_INTERVAL))
            .orElse(DEFAULT_INTERVAL);
    List<Glass> glasses = new ArrayList<>();
    for (FieldReader entry : spec.objects("lookingGlasses")) {
      glass(entry).ifPresent(glasses::add);
    }
    spec.finish();
    boolean link = glasses.stream().anyMatch(g -> g.type().equals(RouterConfig.LINK));
    boolean named = spec.has("address") || spec.has("addresses");
    if (link && named) {
      spec.error(
          "address",
          "a looking glass of type link asks a link, and a link has no address; the object has no"
              + " effect",
          "Make a Router of its own for the link, without address");
      return Optional.empty();
    }
    if (!named && !link) {
      spec.error(
          "address",
          "a router is known by its address, the object has no effect",
          "Add the peerAddress that it is known by");
    }
    if (!spec.has("lookingGlasses")) {
      spec.warning(
          ProblemCode.ROUTER_WITHOUT_GLASS,
          "lookingGlasses",
          "without a looking glass the router cannot be read",
          "Add one");
    }
    if (addresses.isEmpty() && !link) {
      return Optional.empty();
    }
    return Optional.of(new RouterConfig(metadata.name(), addresses, interval, glasses, origin));
  }

  private static Optional<Glass> glass(FieldReader fields) {
    Optional<String> type = fields.requiredText("type");
    SortedMap<String, String> texts = new TreeMap<>();
    SortedMap<String, SecretRef> secrets = new TreeMap<>();
    for (String block : List.of("ssh", "snmp")) {
      fields.object(block).ifPresent(inner -> flatten(inner, block + ".", texts, secrets));
    }
    fields.object("settings").ifPresent(inner -> flatten(inner, "", texts, secrets));
    fields.finish();
    return type.map(t -> new Glass(t, texts, secrets, fields.origin()));
  }

  private static void flatten(
      FieldReader fields,
      String prefix,
      SortedMap<String, String> texts,
      SortedMap<String, SecretRef> secrets) {
    for (String name : fields.names()) {
      Optional<ValueReader> found = fields.value(name);
      if (found.isEmpty()) {
        continue;
      }
      ValueReader value = found.get();
      String dotted = prefix + name;
      String lower = name.toLowerCase(Locale.ROOT);
      if (dotted.length() > LONGEST_PATH) {
        value.error("the name is too long, it has no effect", "Use a shorter name");
      } else if (lower.endsWith("secretref")) {
        value.object().flatMap(RouterReader::secretRef).ifPresent(ref -> secrets.put(dotted, ref));
      } else if (CREDENTIALS.contains(lower.replace("-", "")) && !value.isObject()) {
        value.error(
            ProblemCode.CREDENTIAL_IN_MANIFEST,
            "a credential must not stand in a manifest, it has no effect",
            "Put it into a Secret and refer to it by secretRef: {namespace, name}");
      } else if (value.isObject()) {
        value.object().ifPresent(inner -> flatten(inner, dotted + ".", texts, secrets));
      } else if (value.isList()) {
        List<String> items = value.items().stream().flatMap(item -> item.text().stream()).toList();
        texts.put(dotted, String.join(",", items));
      } else {
        texts.put(dotted, value.scalar());
      }
    }
  }

  private static Optional<SecretRef> secretRef(FieldReader fields) {
    Optional<String> name = fields.requiredText("name");
    String namespace = fields.text("namespace").filter(n -> !n.isEmpty()).orElse("default");
    fields.finish();
    return name.map(n -> new SecretRef(namespace, n));
  }
}

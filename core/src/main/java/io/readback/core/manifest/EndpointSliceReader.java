package io.readback.core.manifest;

import io.readback.core.model.Endpoint;
import io.readback.core.model.EndpointSlice;
import io.readback.core.model.Origin;
import io.readback.core.model.ServiceRef;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** discovery.k8s.io/v1 EndpointSlice. */
final class EndpointSliceReader {
  private static final String SERVICE_NAME = "kubernetes.io/service-name";
  private static final Map<String, Optional<AddressFamily>> TYPES =
      Map.of(
          "IPv4", Optional.of(AddressFamily.IPV4),
          "IPv6", Optional.of(AddressFamily.IPV6),
          "FQDN", Optional.empty());

  private EndpointSliceReader() {}

  static Optional<EndpointSlice> read(Metadata metadata, FieldReader object, Origin origin) {
    object.skip("apiVersion", "kind", "metadata");
    Optional<Optional<AddressFamily>> type =
        object.required("addressType").flatMap(value -> value.choice(TYPES));
    Optional<AddressFamily> family = type.flatMap(t -> t);
    List<Endpoint> endpoints = new ArrayList<>();
    if (type.isPresent() && family.isEmpty()) {
      object.skip("endpoints");
    } else {
      object
          .objects("endpoints")
          .forEach(entry -> endpoint(entry, family).ifPresent(endpoints::add));
    }
    for (FieldReader port : object.objects("ports")) {
      port.skip("name", "port", "protocol", "appProtocol");
      port.finish();
    }
    String service = metadata.labels().get(SERVICE_NAME, "");
    if (service.isEmpty()) {
      object.warning(
          "metadata",
          "the label " + SERVICE_NAME + " is missing, so the slice belongs to no Service",
          "Add the label with the name of the Service");
    }
    if (service.isEmpty() || family.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new EndpointSlice(
            metadata.name(),
            new ServiceRef(metadata.namespace(), service),
            family.get(),
            endpoints,
            origin));
  }

  /** An endpoint whose conditions cannot be read has no effect: not ready is the safe guess. */
  private static Optional<Endpoint> endpoint(FieldReader entry, Optional<AddressFamily> family) {
    List<IpAddress> addresses = new ArrayList<>();
    if (!entry.has("addresses")) {
      entry.error("addresses", "an endpoint needs an address", "Add addresses");
    }
    for (ValueReader item : entry.items("addresses")) {
      item.address()
          .ifPresent(
              address -> {
                if (family.isPresent() && address.family() != family.get()) {
                  item.error(
                      address + " is not of the slice's addressType",
                      "Put it into a slice of its own family");
                } else {
                  addresses.add(address);
                }
              });
    }
    Optional<String> node = entry.text("nodeName");
    boolean readable = true;
    boolean ready = true;
    boolean serving = true;
    boolean terminating = false;
    Optional<FieldReader> conditions = entry.object("conditions");
    if (conditions.isPresent()) {
      FieldReader c = conditions.get();
      Optional<Boolean> isReady = c.value("ready").flatMap(ValueReader::flag);
      Optional<Boolean> isServing = c.value("serving").flatMap(ValueReader::flag);
      Optional<Boolean> isTerminating = c.value("terminating").flatMap(ValueReader::flag);
      c.finish();
      readable =
          isReady.isPresent() == c.has("ready")
              && isServing.isPresent() == c.has("serving")
              && isTerminating.isPresent() == c.has("terminating");
      ready = isReady.orElse(true);
      serving = isServing.orElse(ready);
      terminating = isTerminating.orElse(false);
    } else {
      readable = !entry.has("conditions");
    }
    entry.skip("hostname", "targetRef", "zone", "hints", "deprecatedTopology", "topology");
    entry.finish();
    if (!readable || addresses.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Endpoint(addresses, node, ready, serving, terminating));
  }
}

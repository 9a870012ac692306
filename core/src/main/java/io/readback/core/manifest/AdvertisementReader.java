package io.readback.core.manifest;

import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.BgpAdvertisement.Attributes;
import io.readback.core.model.BgpAdvertisement.Entry;
import io.readback.core.model.BgpAdvertisement.ServiceAddress;
import io.readback.core.model.BgpAdvertisement.Type;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/** CiliumBGPAdvertisement. An entry with a broken part has no effect, the others keep theirs. */
final class AdvertisementReader {
  private static final Map<String, Type> TYPES =
      Map.of(
          "PodCIDR", Type.POD_CIDR,
          "Service", Type.SERVICE,
          "CiliumPodIPPool", Type.POD_IP_POOL,
          "Interface", Type.INTERFACE);
  private static final Map<String, ServiceAddress> ADDRESSES =
      Map.of(
          "LoadBalancerIP", ServiceAddress.LOAD_BALANCER_IP,
          "ClusterIP", ServiceAddress.CLUSTER_IP,
          "ExternalIP", ServiceAddress.EXTERNAL_IP);

  private static final String LIST_ADDRESSES = "List LoadBalancerIP, ClusterIP or ExternalIP";

  private AdvertisementReader() {}

  static Optional<BgpAdvertisement> read(Metadata metadata, FieldReader object, Origin origin) {
    object.skip("apiVersion", "kind", "metadata", "status");
    Optional<FieldReader> found = object.required("spec").flatMap(ValueReader::object);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    FieldReader spec = found.get();
    spec.required("advertisements");
    List<Entry> entries = new ArrayList<>();
    spec.objects("advertisements").forEach(entry -> entry(entry).ifPresent(entries::add));
    spec.finish();
    return Optional.of(new BgpAdvertisement(metadata.name(), metadata.labels(), entries, origin));
  }

  private static Optional<Entry> entry(FieldReader fields) {
    Optional<Type> type =
        fields.required("advertisementType").flatMap(value -> value.choice(TYPES));
    Optional<LabelSelector> selector = fields.selector("selector");
    boolean whole = selector.isPresent() == fields.has("selector");
    Optional<FieldReader> service = fields.object("service");
    SortedSet<ServiceAddress> addresses = new TreeSet<>();
    OptionalInt lengthIpv4 = OptionalInt.empty();
    OptionalInt lengthIpv6 = OptionalInt.empty();
    if (service.isPresent()) {
      FieldReader options = service.get();
      options.items("addresses").forEach(item -> item.choice(ADDRESSES).ifPresent(addresses::add));
      lengthIpv4 = options.integer32("aggregationLengthIPv4", 0, 31);
      lengthIpv6 = options.integer32("aggregationLengthIPv6", 0, 127);
      options.finish();
    }
    Optional<FieldReader> interfaceOptions = fields.object("interface");
    Optional<String> interfaceName = interfaceOptions.flatMap(i -> i.requiredText("name"));
    interfaceOptions.ifPresent(FieldReader::finish);
    Optional<Attributes> attributes =
        fields.has("attributes")
            ? fields.object("attributes").flatMap(AttributesReader::read)
            : Optional.of(Attributes.NONE);
    fields.skip("attributes");
    fields.finish();
    if (type.isEmpty() || !whole || attributes.isEmpty()) {
      return Optional.empty();
    }
    if (!rulesHold(fields, type.get(), service, addresses, interfaceName)) {
      return Optional.empty();
    }
    return Optional.of(
        new Entry(
            type.get(),
            selector,
            addresses,
            lengthIpv4,
            lengthIpv6,
            interfaceName,
            attributes.get(),
            fields.origin()));
  }

  /**
   * The rules of Cilium's own admission, which refuses the object; here the entry has no effect.
   */
  private static boolean rulesHold(
      FieldReader fields,
      Type type,
      Optional<FieldReader> service,
      SortedSet<ServiceAddress> addresses,
      Optional<String> interfaceName) {
    if (type == Type.SERVICE && addresses.isEmpty()) {
      if (service.isPresent()) {
        service
            .get()
            .error(
                "addresses", "no address type is given, so nothing is announced", LIST_ADDRESSES);
      } else {
        fields.error("service", "type Service needs service.addresses", LIST_ADDRESSES);
      }
      return false;
    }
    if (type != Type.SERVICE && fields.has("service")) {
      fields.error(
          "service",
          "only type Service takes service options, the entry has no effect",
          "Set advertisementType to Service, or remove service");
      return false;
    }
    if (type == Type.POD_CIDR && fields.has("selector")) {
      fields.error(
          "selector",
          "type PodCIDR takes no selector, the entry has no effect",
          "Remove the selector, or set advertisementType to Service");
      return false;
    }
    if (type == Type.INTERFACE && interfaceName.isEmpty()) {
      if (!fields.has("interface")) {
        fields.error("interface", "type Interface needs interface.name", "Name the interface");
      }
      return false;
    }
    if (type != Type.INTERFACE && fields.has("interface")) {
      fields.error(
          "interface",
          "only type Interface takes an interface, the entry has no effect",
          "Set advertisementType to Interface, or remove interface");
      return false;
    }
    return true;
  }
}

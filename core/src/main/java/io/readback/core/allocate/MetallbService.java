package io.readback.core.allocate;

import io.readback.core.model.Labels;
import io.readback.core.model.Service;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What MetalLB's dialect says of Services. */
public final class MetallbService {
  /** Begins the annotations of today. */
  public static final String PREFIX = "metallb.io/";

  /** Begins the same annotations under their former name, which still count. */
  public static final String DEPRECATED_PREFIX = "metallb.universe.tf/";

  /** Names the pool to take an address from. */
  public static final String POOL = "address-pool";

  /** Lists addresses asked for: one, or one of each family. */
  public static final String ADDRESSES = "loadBalancerIPs";

  /** The sharing key. */
  public static final String SHARING_KEY = "allow-shared-ip";

  /** Written back: the pool that the address is from. */
  public static final String ALLOCATED_FROM = "ip-allocated-from-pool";

  private static final List<String> REQUESTS = List.of(POOL, ADDRESSES, SHARING_KEY);
  private static final Set<String> KNOWN = Set.of(POOL, ADDRESSES, SHARING_KEY, ALLOCATED_FROM);

  private MetallbService() {}

  /** Whether an annotation goes by the former name of one that is known. */
  public static boolean isDeprecated(String name) {
    return name.startsWith(DEPRECATED_PREFIX)
        && KNOWN.contains(name.substring(DEPRECATED_PREFIX.length()));
  }

  /** The addresses it asks for by value; empty where it asks for none or makes no sense. */
  public static List<IpAddress> requestedAddresses(Service service) {
    return MetallbRequest.of(service).addresses();
  }

  /** The value under today's name, else under the former one; empty where there is none. */
  public static String annotation(Service service, String name) {
    Labels annotations = service.annotations();
    return annotations.has(PREFIX + name)
        ? annotations.get(PREFIX + name, "")
        : annotations.get(DEPRECATED_PREFIX + name, "");
  }

  /** Whether it is ready to share its address with others. */
  public static boolean shares(Service service) {
    return !annotation(service, SHARING_KEY).isEmpty();
  }

  /** Whether an annotation asks something of MetalLB; what MetalLB writes itself does not count. */
  static boolean isAsked(Service service) {
    return REQUESTS.stream().anyMatch(name -> asks(service, name));
  }

  /** Whether the annotation of this name is there, under either prefix. */
  public static boolean asks(Service service, String name) {
    return service.annotations().has(PREFIX + name)
        || service.annotations().has(DEPRECATED_PREFIX + name);
  }

  /** Why the value of an annotation makes no sense; empty where it does, and for others. */
  public static Optional<String> fault(String name, String value) {
    boolean addresses =
        name.equals(PREFIX + ADDRESSES) || name.equals(DEPRECATED_PREFIX + ADDRESSES);
    try {
      if (addresses && !value.isEmpty()) {
        addresses(value);
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads a list of addresses with commas between them.
   *
   * @throws IllegalArgumentException with MetalLB's words where it makes no sense
   */
  static List<IpAddress> addresses(String list) {
    String name = PREFIX + ADDRESSES;
    List<IpAddress> out = new ArrayList<>();
    Set<AddressFamily> families = new HashSet<>();
    for (String text : list.split(",", -1)) {
      IpAddress address =
          IpAddress.tryParse(text.strip())
              .orElseThrow(
                  () -> new IllegalArgumentException("invalid " + name + ": \"" + list + "\""));
      if (!families.add(address.family())) {
        throw new IllegalArgumentException(
            "invalid " + name + ": \"" + list + "\" has more than one address of a family");
      }
      out.add(address);
    }
    return List.copyOf(out);
  }

  /**
   * Whether the class is MetalLB's to serve.
   *
   * @param lbClass the one it is set up for; without one it serves Services without a class
   */
  static boolean servesClass(Service service, Optional<String> lbClass) {
    return service.loadBalancerClass().equals(lbClass);
  }
}

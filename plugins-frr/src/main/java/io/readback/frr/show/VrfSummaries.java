package io.readback.frr.show;

import io.readback.router.json.JsonDocuments;
import io.readback.router.text.RouterText;
import io.readback.spi.net.IpAddress;
import io.readback.spi.plugin.PluginException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * {@code show bgp vrf all summary json}: in which VRFs the router has a neighbour.
 *
 * @param vrfs the names of the VRFs by the neighbour's address
 */
public record VrfSummaries(SortedMap<IpAddress, SortedSet<String>> vrfs) {
  public VrfSummaries {
    vrfs = Collections.unmodifiableSortedMap(new TreeMap<>(vrfs));
  }

  public SortedSet<String> holding(IpAddress peer) {
    return vrfs.getOrDefault(peer, Collections.emptySortedSet());
  }

  public static VrfSummaries read(JsonDocuments documents) throws PluginException {
    SortedMap<IpAddress, SortedSet<String>> vrfs = new TreeMap<>();
    documents.nextMembers(
        (vrf, families) -> {
          for (JsonNode family : families) {
            JsonNode peers = family.get("peers");
            if (peers != null) {
              peers
                  .propertyNames()
                  .forEach(
                      name ->
                          IpAddress.tryParse(name)
                              .ifPresent(
                                  a ->
                                      vrfs.computeIfAbsent(a, k -> new TreeSet<>())
                                          .add(RouterText.oneLine(vrf))));
            }
          }
        });
    return new VrfSummaries(vrfs);
  }
}

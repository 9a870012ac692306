package io.readback.core.admission;

import io.readback.core.admission.MetallbAdmission.AdmittedPeer;
import io.readback.core.admission.MetallbAdmission.Announcement;
import io.readback.core.model.ClusterState;
import io.readback.core.model.MetallbBfdProfile;
import io.readback.core.model.MetallbPool;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import io.readback.spi.net.AddressFamily;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Takes BFD's echo mode from peers that a pool with IPv6 addresses is announced to. */
final class EchoMode {
  private final ClusterState state;
  private final SortedMap<String, Announcement> announcements;
  private final List<Problem> problems;

  EchoMode(
      ClusterState state, SortedMap<String, Announcement> announcements, List<Problem> problems) {
    this.state = state;
    this.announcements = announcements;
    this.problems = problems;
  }

  SortedMap<String, AdmittedPeer> of(SortedMap<String, AdmittedPeer> peers) {
    SortedMap<String, AdmittedPeer> out = new TreeMap<>();
    for (AdmittedPeer admitted : peers.values()) {
      String name = admitted.peer().name();
      Optional<MetallbPool> ipv6 =
          admitted.bfd().filter(MetallbBfdProfile::echoMode).flatMap(echo -> ipv6Pool(name));
      if (ipv6.isPresent()) {
        problems.add(
            new Problem(
                Severity.ERROR,
                Optional.of(new ObjectRef("BGPPeer", admitted.peer().namespace(), name)),
                admitted.peer().origin(),
                "spec.bfdProfile",
                "the profile's echo mode has no effect, since the IPv6 addresses of pool "
                    + ipv6.get().name()
                    + " are announced to the peer",
                "Refer to a profile without echoMode, or announce the pool to other peers"));
      }
      out.put(
          name,
          ipv6.isEmpty()
              ? admitted
              : new AdmittedPeer(
                  admitted.peer(), admitted.password(), admitted.bfd().map(EchoMode::withoutEcho)));
    }
    return out;
  }

  private Optional<MetallbPool> ipv6Pool(String peer) {
    return state.metallb().pools().values().stream()
        .filter(
            pool ->
                pool.blocks().stream().anyMatch(b -> b.start().family() == AddressFamily.IPV6)
                    && announcements.values().stream()
                        .anyMatch(
                            a ->
                                a.pools().contains(pool.name())
                                    && a.advertisement().selectsPeer(peer)))
        .findFirst();
  }

  private static MetallbBfdProfile withoutEcho(MetallbBfdProfile p) {
    return new MetallbBfdProfile(
        p.name(),
        p.namespace(),
        p.receiveInterval(),
        p.transmitInterval(),
        p.detectMultiplier(),
        p.echoInterval(),
        false,
        p.passiveMode(),
        p.minimumTtl(),
        p.origin());
  }
}

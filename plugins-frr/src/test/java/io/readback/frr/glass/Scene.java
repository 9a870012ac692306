package io.readback.frr.glass;

import io.readback.frr.Samples;
import io.readback.router.command.RouterName;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.observe.Finding;
import io.readback.spi.observe.Interest;
import io.readback.spi.observe.RouterObservation;
import io.readback.spi.observe.RouterSession;
import io.readback.spi.observe.Sighting;
import io.readback.spi.observe.Vantage;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.route.PathAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A router that answers from samples, what is expected of it, and the look at it. */
final class Scene {
  static final String V4 = "192.0.2.0/24";
  static final String TABLE = "show bgp ipv4 unicast 192.0.2.0/24 longer-prefixes json";
  static final String RIB = "show ip route 192.0.2.0/24 longer-prefixes json";
  static final String SUMMARY = "show bgp summary json";

  final ScriptedShell shell = new ScriptedShell();
  final List<Duration> pauses = new ArrayList<>();
  private final SortedMap<IpPrefix, SortedSet<IpAddress>> prefixes = new TreeMap<>();
  private final SortedMap<IpAddress, Interest.ExpectedPeer> peers = new TreeMap<>();
  private PrefixMap<PathAttributes> attributes = PrefixMap.empty();
  private Optional<RouterName> vrf = Optional.empty();
  private final SortedSet<IpPrefix> covers = new TreeSet<>(List.of(IpPrefix.parse(V4)));

  Scene() {
    shell.answer("show version", Samples.text("frr-8.4/version.txt"));
  }

  Scene answers(String command, String answer) {
    shell.answer(command, answer);
    return this;
  }

  Scene sample(String command, String sample) {
    return answers(command, Samples.text(sample));
  }

  Scene covers(String... prefix) {
    covers.clear();
    List.of(prefix).forEach(p -> covers.add(IpPrefix.parse(p)));
    return this;
  }

  Scene expect(String prefix, String... hops) {
    SortedSet<IpAddress> set = new TreeSet<>();
    List.of(hops).forEach(h -> set.add(IpAddress.parse(h)));
    prefixes.put(IpPrefix.parse(prefix), set);
    return this;
  }

  Scene peer(String address, AddressFamily... families) {
    return peer(address, 64513, families);
  }

  Scene peer(String address, long asn, AddressFamily... families) {
    IpAddress a = IpAddress.parse(address);
    peers.put(
        a,
        new Interest.ExpectedPeer(
            "node-" + address,
            asn,
            families.length == 0 ? List.of(AddressFamily.IPV4) : List.of(families)));
    return this;
  }

  Scene threePeers() {
    return peer("10.99.0.11").peer("10.99.0.12").peer("10.99.0.13");
  }

  Scene vrf(String name) {
    vrf = Optional.of(new RouterName(name));
    return this;
  }

  Scene declare(String prefix, PathAttributes wanted) {
    attributes = attributes.with(IpPrefix.parse(prefix), wanted);
    return this;
  }

  Interest interest() {
    return new Interest(PrefixMap.of(prefixes), covers, peers, attributes);
  }

  /** What is done with a looking glass. */
  interface Looking {
    void at(FrrLookingGlass glass) throws Exception;
  }

  /** Several looks of one glass. */
  void at(Looking looking) throws Exception {
    FrrLookingGlass glass =
        new FrrLookingGlass(
            new Context(), () -> shell, new FrrCommands(VtyshProgram.DEFAULT, vrf), pauses::add);
    glass.start();
    looking.at(glass);
    glass.stop();
  }

  RouterObservation look() throws PluginException, InterruptedException {
    FrrLookingGlass glass =
        new FrrLookingGlass(
            new Context(), () -> shell, new FrrCommands(VtyshProgram.DEFAULT, vrf), pauses::add);
    glass.start();
    try {
      return glass.observe(interest());
    } finally {
      glass.stop();
    }
  }

  static List<Sighting> at(RouterObservation seen, String prefix, Vantage vantage) {
    return seen.sightings().stream()
        .filter(s -> s.vantage() == vantage && s.prefix().equals(IpPrefix.parse(prefix)))
        .toList();
  }

  static RouterSession session(RouterObservation seen, String peer) {
    return seen.sessions().stream()
        .filter(s -> s.peer().equals(IpAddress.parse(peer)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no session with " + peer + " in " + seen));
  }

  static Finding onlyFinding(RouterObservation seen) {
    if (seen.findings().size() != 1) {
      throw new AssertionError("expected one finding but were " + seen.findings());
    }
    return seen.findings().get(0);
  }

  static final class Context implements PluginContext {
    @Override
    public String name() {
      return "scene";
    }

    @Override
    public InstantSource clock() {
      return InstantSource.fixed(Instant.EPOCH);
    }

    @Override
    public System.Logger logger() {
      return System.getLogger("scene");
    }

    @Override
    public void requestReconcile(String reason) {}

    @Override
    public void requestObservation() {}
  }
}

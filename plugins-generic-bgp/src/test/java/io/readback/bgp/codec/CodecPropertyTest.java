package io.readback.bgp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.message.Capability;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Message;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Octets;
import io.readback.bgp.message.Open;
import io.readback.bgp.message.Update;
import io.readback.bgp.message.UpdateAttributes;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.AsPath;
import io.readback.spi.route.Community;
import io.readback.spi.route.ExtendedCommunity;
import io.readback.spi.route.Ipv6ExtendedCommunity;
import io.readback.spi.route.LargeCommunity;
import io.readback.spi.route.Origin;
import io.readback.spi.route.PathAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

@Label("What is written is read back")
class CodecPropertyTest {
  private static final long MAX_ASN = 4294967295L;

  /** Knows no AS 1 or 2 and no addresses, so that nothing generated is a loop. */
  private static CodecContext context(boolean fourOctetAs, boolean extendedMessages) {
    return CodecContext.ibgp(1)
        .fourOctetAs(fourOctetAs)
        .extendedMessages(extendedMessages)
        .extendedNextHop(List.of(Family.IPV4_UNICAST))
        .build();
  }

  private static Arbitrary<Long> asn() {
    return Arbitraries.oneOf(
        Arbitraries.longs().between(2, 65535).filter(a -> a != Open.AS_TRANS),
        Arbitraries.longs().between(65536, MAX_ASN));
  }

  private static Arbitrary<Octets> octets(int max) {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(max).map(Octets::of);
  }

  private static Arbitrary<Family> family() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 65535), Arbitraries.integers().between(0, 255))
        .as(Family::new);
  }

  private static Arbitrary<Capability> capability() {
    Arbitrary<Boolean> bit = Arbitraries.of(true, false);
    return Arbitraries.oneOf(
        List.of(
            family().map(Capability.Multiprotocol::new),
            Arbitraries.of(
                new Capability.RouteRefresh(),
                new Capability.ExtendedMessage(),
                new Capability.EnhancedRouteRefresh()),
            Arbitraries.integers().between(0, 255).map(Capability.Role::new),
            Combinators.combine(family(), Arbitraries.integers().between(0, 65535))
                .as(Capability.ExtendedNextHop.Encoding::new)
                .list()
                .ofMaxSize(5)
                .map(Capability.ExtendedNextHop::new),
            Combinators.combine(
                    bit,
                    bit,
                    Arbitraries.integers().between(0, 4095),
                    Combinators.combine(family(), bit)
                        .as(Capability.GracefulRestart.FamilyState::new)
                        .list()
                        .ofMaxSize(5))
                .as(Capability.GracefulRestart::new),
            Combinators.combine(family(), Arbitraries.integers().between(1, 3))
                .as((f, mode) -> new Capability.AddPath.Mode(f, (mode & 1) != 0, (mode & 2) != 0))
                .list()
                .ofMaxSize(5)
                .map(Capability.AddPath::new),
            Combinators.combine(family(), bit, Arbitraries.integers().between(0, 0xffffff))
                .as(Capability.LongLivedGracefulRestart.FamilyTime::new)
                .list()
                .ofMaxSize(5)
                .map(Capability.LongLivedGracefulRestart::new),
            Combinators.combine(
                    Arbitraries.strings().alpha().ofMaxLength(40),
                    Arbitraries.strings().alpha().ofMaxLength(40))
                .as(Capability.Fqdn::new),
            Arbitraries.strings().alpha().ofMaxLength(64).map(Capability.SoftwareVersion::new),
            Combinators.combine(Arbitraries.integers().between(128, 255), octets(40))
                .as(Capability.Unknown::new)));
  }

  @Provide
  Arbitrary<Open> opens() {
    return Combinators.combine(
            asn(),
            Arbitraries.integers().between(3, 65535),
            Arbitraries.integers().filter(i -> i != 0).map(IpAddress::ofIpv4),
            capability().list().ofMaxSize(20))
        .as(
            (asn, hold, id, capabilities) -> {
              List<Capability> all = new ArrayList<>(capabilities);
              all.add(new Capability.FourOctetAs(asn));
              return new Open(4, asn, hold, id, all);
            });
  }

  @Provide
  Arbitrary<Notification> notifications() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 255),
            Arbitraries.integers().between(0, 255),
            octets(300))
        .as(Notification::new);
  }

  private static Arbitrary<IpPrefix> prefix(AddressFamily family) {
    return Combinators.combine(
            Arbitraries.longs(),
            Arbitraries.longs(),
            Arbitraries.integers().between(0, family.bits()))
        .as(
            (high, low, length) ->
                IpPrefix.containing(
                    family == AddressFamily.IPV4
                        ? IpAddress.ofIpv4(high.intValue())
                        : IpAddress.ofBits(family, high, low),
                    length))
        // A multicast prefix is no route: the message would be judged instead of read back.
        .filter(p -> !p.network().isMulticast());
  }

  private static Arbitrary<AsPath> asPath() {
    return Combinators.combine(Arbitraries.of(true, false), asn().list().ofMinSize(1).ofMaxSize(8))
        .as(AsPath.Segment::new)
        .list()
        .ofMaxSize(4)
        .map(AsPath::new);
  }

  private static Arbitrary<PathAttributes> path() {
    Arbitrary<Long> u32 = Arbitraries.longs().between(0, MAX_ASN);
    return Combinators.combine(
            Arbitraries.of(Origin.values()),
            asPath(),
            u32.optional(),
            u32,
            Arbitraries.integers().map(Community::new).list().ofMaxSize(80),
            Combinators.combine(u32, u32, u32).as(LargeCommunity::new).list().ofMaxSize(30),
            Arbitraries.longs().map(ExtendedCommunity::new).list().ofMaxSize(40),
            Combinators.combine(
                    Arbitraries.integers().between(0, 0xffff),
                    Arbitraries.longs(),
                    Arbitraries.longs(),
                    Arbitraries.integers().between(0, 0xffff))
                .as(
                    (type, high, low, local) ->
                        new Ipv6ExtendedCommunity(
                            type, IpAddress.ofBits(AddressFamily.IPV6, high, low), local))
                .list()
                .ofMaxSize(16))
        .as(
            (origin, asPath, med, localPref, communities, large, extended, ipv6Extended) -> {
              PathAttributes.Builder b =
                  PathAttributes.builder().origin(origin).asPath(asPath).localPref(localPref);
              med.ifPresent(b::med);
              communities.forEach(b::community);
              large.forEach(b::largeCommunity);
              extended.forEach(b::extendedCommunity);
              ipv6Extended.forEach(b::ipv6ExtendedCommunity);
              return b.build();
            });
  }

  private static Arbitrary<UpdateAttributes> updateAttributes() {
    Arbitrary<IpAddress> address = Arbitraries.integers().map(IpAddress::ofIpv4);
    return Combinators.combine(
            path(),
            Arbitraries.of(true, false),
            Combinators.combine(asn(), address).as(UpdateAttributes.Aggregator::new).optional(),
            address.optional(),
            address.list().ofMaxSize(4),
            Combinators.combine(Arbitraries.integers().between(200, 255), octets(300))
                .as((type, value) -> new UpdateAttributes.Raw(0xe0, type, value))
                .list()
                .ofMaxSize(3)
                .uniqueElements(UpdateAttributes.Raw::type)
                .map(
                    l ->
                        l.stream()
                            .sorted(Comparator.comparingInt(UpdateAttributes.Raw::type))
                            .toList()))
        .as(UpdateAttributes::new);
  }

  @Provide
  Arbitrary<Update> updates() {
    IpAddress hop4 = IpAddress.parse("192.0.2.1");
    IpAddress hop6 = IpAddress.parse("2001:db8::1");
    Optional<IpAddress> linkLocal = Optional.of(IpAddress.parse("fe80::1"));
    Arbitrary<List<IpPrefix>> ipv4 = prefix(AddressFamily.IPV4).list().ofMaxSize(40);
    Arbitrary<List<IpPrefix>> ipv6 = prefix(AddressFamily.IPV6).list().ofMaxSize(40);
    return Combinators.combine(
            ipv4,
            ipv4,
            ipv6,
            ipv6,
            updateAttributes(),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false))
        .as(
            (withdrawn, announced, unreach6, reach6, attributes, overIpv6, two) -> {
              List<Update.Unreach> unreach = new ArrayList<>();
              if (!withdrawn.isEmpty()) {
                unreach.add(new Update.Unreach(Family.IPV4_UNICAST, withdrawn));
              }
              if (!unreach6.isEmpty()) {
                unreach.add(new Update.Unreach(Family.IPV6_UNICAST, unreach6));
              }
              List<Update.Reach> reach = new ArrayList<>();
              Optional<IpAddress> second = two ? linkLocal : Optional.empty();
              if (overIpv6 && !announced.isEmpty()) {
                reach.add(new Update.Reach(Family.IPV4_UNICAST, hop6, second, announced));
              } else {
                if (!announced.isEmpty()) {
                  reach.add(
                      new Update.Reach(Family.IPV4_UNICAST, hop4, Optional.empty(), announced));
                }
                if (!reach6.isEmpty()) {
                  reach.add(new Update.Reach(Family.IPV6_UNICAST, hop6, second, reach6));
                }
              }
              return new Update(
                  reach, unreach, reach.isEmpty() ? UpdateAttributes.NONE : attributes);
            });
  }

  private static void assertReadBack(Message message, CodecContext context) {
    byte[] octets = MessageEncoder.encode(message, context);
    Decoded decoded = MessageDecoder.decode(octets, context);
    assertThat(decoded.kind()).as(decoded.reason()).isEqualTo(Decoded.Kind.OK);
    assertThat(decoded.message()).contains(message);
    // the encoding is canonical
    assertThat(MessageEncoder.encode(decoded.message().get(), context)).isEqualTo(octets);
  }

  @Property(tries = 500)
  void open_any_isReadBack(@ForAll("opens") Open open) {
    assertReadBack(open, CodecContext.ebgp(1, 0).build());
  }

  @Property(tries = 300)
  void notification_any_isReadBack(@ForAll("notifications") Notification notification) {
    assertReadBack(notification, context(true, false));
  }

  @Property(tries = 500)
  void update_any_isReadBack(@ForAll("updates") Update update) {
    assertReadBack(update, context(true, true));
  }

  @Property(tries = 300)
  @Label("AS4_PATH restores what 2-octet AS numbers lose")
  void update_toAnOldPeer_isReadBack(@ForAll("updates") Update update) {
    CodecContext old = context(false, true);
    byte[] octets = MessageEncoder.encode(update, old);
    Decoded decoded = MessageDecoder.decode(octets, old);
    assertThat(decoded.kind()).as(decoded.reason()).isEqualTo(Decoded.Kind.OK);
    assertThat(decoded.message()).contains(update);
  }

  @Provide
  Arbitrary<PathAttributes> paths() {
    return path();
  }

  @Provide
  Arbitrary<List<IpPrefix>> prefixes() {
    return Arbitraries.oneOf(
        prefix(AddressFamily.IPV4).list().ofMinSize(1).ofMaxSize(200),
        prefix(AddressFamily.IPV6).list().ofMinSize(1).ofMaxSize(120));
  }

  @Property(tries = 300)
  void frame_aroundAnyPrefixes_isReadBack(
      @ForAll("prefixes") List<IpPrefix> prefixes,
      @ForAll("paths") PathAttributes path,
      @ForAll boolean overIpv6,
      @ForAll boolean fourOctetAs) {
    CodecContext context = context(fourOctetAs, false);
    boolean ipv6 = prefixes.get(0).isIpv6();
    IpAddress hop = IpAddress.parse(ipv6 || overIpv6 ? "2001:db8::1" : "192.0.2.1");
    Family family = ipv6 ? Family.IPV6_UNICAST : Family.IPV4_UNICAST;
    AttributeBlock block = AttributeBlock.encode(family, path, hop, Optional.empty(), context);
    Update announced = readBack(UpdateFrame.announce(block, 4096), prefixes, context);
    assertThat(announced.reach())
        .containsExactly(new Update.Reach(family, hop, Optional.empty(), prefixes));
    assertThat(announced.attributes()).isEqualTo(UpdateAttributes.of(path));
    assertThat(readBack(UpdateFrame.withdraw(family, 4096), prefixes, context).unreach())
        .containsExactly(new Update.Unreach(family, prefixes));
  }

  private static Update readBack(UpdateFrame frame, List<IpPrefix> prefixes, CodecContext context) {
    byte[] message = UpdateFrameTest.message(frame, prefixes);
    Decoded decoded = MessageDecoder.decode(message, context);
    assertThat(decoded.kind()).as(decoded.reason()).isEqualTo(Decoded.Kind.OK);
    return (Update) decoded.message().orElseThrow();
  }

  @Property(tries = 3000)
  void decode_anyBody_answers(
      @ForAll @IntRange(min = 0, max = 6) int type, @ForAll @Size(max = 200) byte[] body) {
    ByteWriter out = new ByteWriter(256);
    Framing.begin(out, type);
    byte[] message = Framing.finish(out.bytes(body));
    Decoded decoded = MessageDecoder.decode(message, context(true, false));
    assertThat(decoded.kind()).isNotNull();
  }
}

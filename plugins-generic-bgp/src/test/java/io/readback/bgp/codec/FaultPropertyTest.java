package io.readback.bgp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Message;
import io.readback.bgp.message.Update;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.SessionState;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds for faulty messages whatever the fault is. */
class FaultPropertyTest {
  private static final IpPrefix PREFIX = IpPrefix.parse("203.0.113.0/24");
  private static final CodecContext EBGP =
      CodecContext.ebgp(65001, 65000)
          .localId(IpAddress.parse("10.0.0.1"))
          .localAddress(IpAddress.parse("192.0.2.2"))
          .build();
  private static final CodecContext IBGP = CodecContext.ibgp(65001).build();

  /** Types that are known, but for the two that carry routes. */
  private static final List<Integer> TYPES =
      List.of(
          1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 16, 17, 18, 22, 23, 24, 25, 26, 27, 29, 32, 33, 35, 40,
          128);

  record Attribute(int type, byte[] value) {}

  @Provide
  Arbitrary<List<Attribute>> attributes() {
    return Combinators.combine(
            Arbitraries.of(TYPES),
            Arbitraries.bytes().array(byte[].class).ofMinSize(0).ofMaxSize(300))
        .as(Attribute::new)
        .list()
        .ofMaxSize(12);
  }

  private static byte[] message(List<Attribute> attributes, byte[] nlri) {
    ByteWriter list = new ByteWriter(256);
    for (Attribute a : attributes) {
      list.u8(AttributeType.flags(a.type()) | AttributeType.EXTENDED_LENGTH).u8(a.type());
      list.u16(a.value().length).bytes(a.value());
    }
    ByteWriter out = new ByteWriter(256);
    Framing.begin(out, Message.TYPE_UPDATE);
    out.u16(0).u16(list.size()).bytes(list.toBytes());
    return Framing.finish(out.bytes(nlri));
  }

  @Property(tries = 3000)
  @Label(
      "Whatever stands in attributes with the right flags, routes come or go and the session stays")
  void attributes_ofAnyValue_neverEndTheSession(
      @ForAll("attributes") List<Attribute> attributes, @ForAll boolean external) {
    byte[] message = message(attributes, new byte[] {24, (byte) 203, 0, 113});
    Decoded decoded = MessageDecoder.decode(message, external ? EBGP : IBGP);
    assertThat(decoded.kind()).as(decoded.reason()).isNotEqualTo(Decoded.Kind.NOTIFICATION);
    Update update = (Update) decoded.message().orElseThrow();
    List<IpPrefix> seen = new ArrayList<>(decoded.withdrawn());
    update.reach().forEach(r -> seen.addAll(r.prefixes()));
    assertThat(seen).containsExactly(PREFIX);
  }

  @Property(tries = 3000)
  void sound_withOctetsChanged_isAnsweredInEveryState(
      @ForAll("attributes") List<Attribute> attributes,
      @ForAll @Size(max = 4) List<@IntRange(max = 0xffffff) Integer> changes,
      @ForAll SessionState state,
      @ForAll boolean external) {
    byte[] message = message(attributes, new byte[] {24, (byte) 203, 0, 113});
    for (int change : changes) {
      message[(change >>> 8) % message.length] = (byte) change;
    }
    CodecContext context = external ? EBGP : IBGP;
    Decoded decoded = MessageClassifier.classify(message, state, context);
    assertThat(decoded.answer().isPresent()).isEqualTo(decoded.kind() == Decoded.Kind.NOTIFICATION);
    if (decoded.message().orElse(null) instanceof Update update) {
      boolean withdrawn = decoded.kind() == Decoded.Kind.TREAT_AS_WITHDRAW;
      assertThat(withdrawn && !update.reach().isEmpty()).isFalse();
    }
    assertThat(MessageView.of(message, context)).containsKeys("type", "length");
  }

  @Example
  @Label("Memory stands in proportion to the message's length")
  void decode_messagesMadeToGrow_takeBoundedMemory() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    CodecContext context =
        CodecContext.ebgp(65001, 65000)
            .extendedMessages(true)
            .addPathReceive(List.of(Family.IPV6_UNICAST))
            .build();
    int room = Framing.MAX_EXTENDED_LENGTH - Framing.MIN_UPDATE_LENGTH;
    byte[] communities = new byte[60_000];
    byte[] path = new byte[60_000];
    for (int i = 0; i + 6 <= path.length; i += 6) {
      path[i] = 2;
      path[i + 1] = 1;
      path[i + 5] = 1;
    }
    List<byte[]> all =
        List.of(
            // as many default routes as there are octets
            message(List.of(), new byte[room]),
            message(List.of(new Attribute(8, communities)), new byte[] {0}),
            message(List.of(new Attribute(32, communities)), new byte[] {0}),
            message(List.of(new Attribute(2, path)), new byte[] {0}));
    for (byte[] message : all) {
      MessageClassifier.classify(message, SessionState.ESTABLISHED, context);
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      MessageClassifier.classify(message, SessionState.ESTABLISHED, context);
      long taken = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
      assertThat(taken).isLessThan(300L * message.length);
    }
  }
}

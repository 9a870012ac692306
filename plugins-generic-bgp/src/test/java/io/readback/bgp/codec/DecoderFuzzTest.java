package io.readback.bgp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.readback.bgp.message.Capability;
import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Message;
import io.readback.bgp.message.Octets;
import io.readback.bgp.message.Open;
import io.readback.bgp.message.RouteRefresh;
import io.readback.bgp.message.Update;
import io.readback.spi.net.IpAddress;
import io.readback.spi.observe.SessionState;
import io.readback.spi.target.BgpRole;
import io.readback.spi.target.BgpSession;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * No octets make the decoder throw or take memory beyond their own length. Ordinary runs replay the
 * inputs kept in {@code src/test/resources}; to search for new ones, {@code scripts/fuzz}.
 */
class DecoderFuzzTest {
  private static final IpAddress ID = IpAddress.parse("10.0.0.1");

  /** One context for each of the choices that the octet's bits make. */
  private static CodecContext context(int choices) {
    boolean anyPeer = (choices & 128) != 0;
    CodecContext.Builder builder =
        (choices & 1) == 0
            ? CodecContext.ebgp(65001, anyPeer ? 0 : 65000)
            : CodecContext.ibgp(65001);
    if (anyPeer) {
      builder
          .role(BgpRole.values()[(choices >> 1 & 0x1f) % BgpRole.values().length])
          .roleStrict((choices & 64) != 0)
          .peerType(BgpSession.PeerType.EXTERNAL);
    }
    builder
        .localId(ID)
        .localAddress(IpAddress.parse("192.0.2.2"))
        .fourOctetAs((choices & 2) == 0)
        .extendedMessages((choices & 8) != 0)
        .enhancedRefresh((choices & 16) != 0)
        .enforceFirstAs((choices & 32) != 0);
    if ((choices & 4) != 0) {
      builder.extendedNextHop(List.of(Family.IPV4_UNICAST));
    }
    if ((choices & 64) != 0) {
      builder.families(List.of(Family.IPV6_UNICAST));
    }
    return builder.build();
  }

  private static void decode(int type, byte[] data) {
    if (data.length == 0 || data.length > 60_000) {
      return;
    }
    ByteWriter out = new ByteWriter(19 + data.length);
    Framing.begin(out, type);
    byte[] message = Framing.finish(out.bytes(data, 1, data.length - 1));
    check(message, context(data[0]));
  }

  private static void check(byte[] message, CodecContext context) {
    Decoded decoded = MessageDecoder.decode(message, context);
    boolean answered = decoded.kind() == Decoded.Kind.NOTIFICATION;
    assertThat(decoded.answer().isPresent()).isEqualTo(answered);
    assertThat(decoded.reason().isEmpty()).isEqualTo(decoded.kind() == Decoded.Kind.OK);
    if (answered) {
      assertThat(decoded.message()).isEmpty();
      assertThat(ErrorCode.find(decoded.answer().get().code(), decoded.answer().get().subcode()))
          .isPresent();
      assertThat(MessageEncoder.encode(decoded.answer().get())).hasSizeLessThanOrEqualTo(4096);
    }
    decoded.message().ifPresent(value -> checkValue(value, decoded.kind(), message.length));
  }

  private static void checkValue(Message value, Decoded.Kind kind, int length) {
    if (value instanceof Update update) {
      int prefixes = update.reach().stream().mapToInt(r -> r.prefixes().size()).sum();
      prefixes += update.unreach().stream().mapToInt(u -> u.prefixes().size()).sum();
      assertThat(prefixes).isLessThanOrEqualTo(length);
      if (kind == Decoded.Kind.TREAT_AS_WITHDRAW) {
        assertThat(update.reach()).isEmpty();
      }
    } else if (value instanceof Open open
        && open.capabilities().stream()
            .noneMatch(
                c -> c instanceof Capability.Fqdn || c instanceof Capability.SoftwareVersion)) {
      // What was understood survives another trip; sanitised text may be longer than it was.
      byte[] again = MessageEncoder.encode(open);
      CodecContext any = CodecContext.ebgp(65001, 0).build();
      assertThat(MessageDecoder.decode(again, any).message()).contains(open);
    } else if (kind == Decoded.Kind.OK && !(value instanceof Open)) {
      // what follows the family in a ROUTE-REFRESH is a filter (RFC 5291), which is not read
      int read = value instanceof RouteRefresh ? Framing.MIN_ROUTE_REFRESH_LENGTH : length;
      assertThat(MessageEncoder.encode(value)).hasSize(read);
    }
  }

  @FuzzTest(maxDuration = "60s")
  void framing(byte[] data) {
    for (boolean extended : new boolean[] {false, true}) {
      try {
        int length = Framing.messageLength(data, 0, data.length, extended);
        assertThat(length).isBetween(0, extended ? 65535 : 4096);
        if (length > 0 && length <= data.length) {
          byte[] message = Arrays.copyOf(data, length);
          check(message, context(extended ? 8 : 0));
        }
      } catch (WireException e) {
        assertThat(e.answer().code()).isEqualTo(1);
        assertThat(Octets.of(MessageEncoder.encode(e.answer())).length()).isLessThan(30);
      }
    }
  }

  @FuzzTest(maxDuration = "60s")
  void open(byte[] data) {
    decode(Message.TYPE_OPEN, data);
  }

  @FuzzTest(maxDuration = "60s")
  void update(byte[] data) {
    decode(Message.TYPE_UPDATE, data);
  }

  @FuzzTest(maxDuration = "60s")
  void routeRefresh(byte[] data) {
    decode(Message.TYPE_ROUTE_REFRESH, data);
  }

  /**
   * Whole messages, headers included, in any state: an octet of choices, one for the state and
   * add-path, and the message.
   */
  @FuzzTest(maxDuration = "60s")
  void classify(byte[] data) {
    if (data.length < 2 || data.length > 65_537) {
      return;
    }
    byte[] message = Arrays.copyOfRange(data, 2, data.length);
    SessionState[] states = SessionState.values();
    SessionState state = states[(data[1] & 0x7f) % states.length];
    CodecContext context = context(data[0]);
    if (data[1] < 0) {
      context = withAddPath(context);
    }
    Decoded decoded = MessageClassifier.classify(message, state, context);
    assertThat(decoded.reason().isEmpty()).isEqualTo(decoded.kind() == Decoded.Kind.OK);
    assertThat(decoded.answer().isPresent()).isEqualTo(decoded.kind() == Decoded.Kind.NOTIFICATION);
    Map<String, Object> view = MessageView.of(message, context);
    assertThat(view).containsKey("type");
    if (decoded.kind() == Decoded.Kind.OK) {
      assertThat(view).containsEntry("length", message.length).doesNotContainKey("error");
    }
  }

  private static CodecContext withAddPath(CodecContext c) {
    CodecContext.Builder builder =
        c.ebgp() ? CodecContext.ebgp(c.localAs(), c.peerAs()) : CodecContext.ibgp(c.localAs());
    return builder
        .fourOctetAs(c.fourOctetAs())
        .extendedMessages(c.extendedMessages())
        .enhancedRefresh(c.enhancedRefresh())
        .extendedNextHop(c.extendedNextHop())
        .addPathReceive(List.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST))
        .role(BgpRole.CUSTOMER)
        .roleStrict((c.families().size() & 1) == 0)
        .build();
  }
}

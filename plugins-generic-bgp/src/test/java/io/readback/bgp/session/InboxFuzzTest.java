package io.readback.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.readback.bgp.codec.WireException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** However the octets of a connection are cut up on their way, the messages are the same. */
class InboxFuzzTest {
  /** Takes whole messages from an inbox; what is wrong with the next one ends the list. */
  private static boolean drain(MessageInbox inbox, boolean extended, List<String> out) {
    try {
      int length;
      while ((length = inbox.nextLength(extended)) > 0) {
        out.add(HexFormat.of().formatHex(inbox.bytes(), inbox.offset(), inbox.offset() + length));
        inbox.consume(length);
      }
      return true;
    } catch (WireException e) {
      out.add(e.answer().toString());
      return false;
    }
  }

  /** A stream with true markers and lengths that mostly fit. */
  private static byte[] stream(FuzzedDataProvider data) {
    ByteBuf out = Unpooled.buffer();
    int count = data.consumeInt(0, 6);
    for (int i = 0; i < count; i++) {
      byte[] body = data.consumeBytes(data.consumeInt(0, 300));
      int stated = 19 + body.length + (data.consumeInt(0, 20) == 0 ? data.consumeInt(-5, 5) : 0);
      byte[] marker = new byte[16];
      Arrays.fill(marker, (byte) 0xff);
      out.writeBytes(marker).writeShort(stated).writeByte(data.consumeInt(1, 5)).writeBytes(body);
    }
    byte[] octets = new byte[out.readableBytes()];
    out.readBytes(octets);
    return octets;
  }

  @FuzzTest(maxDuration = "60s")
  void chunks(FuzzedDataProvider data) {
    boolean extended = data.consumeBoolean();
    byte[] octets = stream(data);
    List<String> whole = new ArrayList<>();
    MessageInbox one = new MessageInbox();
    one.append(Unpooled.wrappedBuffer(octets));
    drain(one, extended, whole);

    List<String> pieces = new ArrayList<>();
    MessageInbox many = new MessageInbox();
    int at = 0;
    while (at < octets.length) {
      int next = Math.min(octets.length, at + data.consumeInt(1, 64));
      many.append(Unpooled.wrappedBuffer(octets, at, next - at));
      at = next;
      if (!drain(many, extended, pieces)) {
        break;
      }
    }
    assertThat(pieces).isEqualTo(whole);
  }
}

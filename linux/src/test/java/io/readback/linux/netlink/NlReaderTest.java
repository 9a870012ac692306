package io.readback.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.readback.linux.call.NativeBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class NlReaderTest {
  private static ByteBuffer message(int length, int size) {
    ByteBuffer b = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    b.putInt(0, length);
    return b;
  }

  @Test
  void next_lengthBelowTheHeaderOrPastTheEnd_isRefused() {
    for (int length : new int[] {0, 15, 33, -1, Integer.MAX_VALUE}) {
      NlReader reader = new NlReader(message(length, 32), 32);
      assertThatThrownBy(reader::next)
          .as("%d", length)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new NlReader(message(16, 32), 15).next())
        .hasMessageContaining("a message of 15 bytes");
  }

  @Test
  void attributes_lengthBelowFourOrPastTheEnd_isRefused() {
    for (int length : new int[] {0, 3, 17, 0xffff}) {
      ByteBuffer b = message(32, 32);
      b.putShort(16, (short) length);
      NlReader reader = new NlReader(b, 32);
      assertThat(reader.next()).isTrue();
      assertThatThrownBy(() -> reader.attributes(0).next())
          .as("%d", length)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void attributes_flagsInTheType_areMasked() {
    ByteBuffer b = message(24, 24);
    b.putShort(16, (short) 8);
    b.putShort(18, (short) (Netlink.NLA_F_NESTED | 9));
    NlReader reader = new NlReader(b, 24);
    reader.next();
    NlAttributes attributes = reader.attributes(0);
    attributes.next();
    assertThat(attributes.type()).isEqualTo(9);
    assertThatThrownBy(() -> attributes.intAt(1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writer_messageThatDoesNotFit_leavesTheOnesBeforeWhole() {
    NativeBuffer buffer = new NativeBuffer(40);
    NlWriter writer = new NlWriter(buffer);
    writer.begin(1, 0, 1).put8(5).end();
    assertThatThrownBy(() -> writer.begin(2, 0, 2).put32(1).put32(2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    writer.cancel();
    assertThat(writer.count()).isEqualTo(1);
    NlReader reader = new NlReader(buffer.bytes(), writer.length());
    assertThat(reader.next()).isTrue();
    assertThat(reader.byteAt(0)).isEqualTo(5);
    assertThat(reader.next()).isFalse();
  }
}

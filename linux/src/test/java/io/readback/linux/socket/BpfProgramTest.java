package io.readback.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BpfProgramTest {
  /** As {@code tcpdump -ddd arp} writes it for Ethernet. */
  @Test
  void assemble_arpFilter_isWhatTcpdumpMakes() {
    BpfProgram arp =
        BpfProgram.assembler()
            .loadShort(12)
            .jumpIfEqual(0x806, "take", "drop")
            .label("take")
            .accept()
            .label("drop")
            .drop()
            .assemble();
    assertThat(arp.instructions().stream().map(BpfProgramTest::words))
        .containsExactly("40 0 0 12", "21 0 1 2054", "6 0 0 262144", "6 0 0 0");
  }

  private static String words(long i) {
    return (i >>> 48) + " " + (i >>> 40 & 0xff) + " " + (i >>> 32 & 0xff) + " " + (int) i;
  }

  @Test
  void assemble_labelBehindOrMissing_isRefused() {
    assertThatThrownBy(() -> BpfProgram.assembler().elseTo(1, "nowhere").drop().assemble())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nowhere");
    assertThatThrownBy(
            () ->
                BpfProgram.assembler()
                    .label("back")
                    .loadByte(0)
                    .elseTo(1, "back")
                    .drop()
                    .assemble())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void assemble_jumpFartherThanEightBits_isRefused() {
    BpfProgram.Assembler a = BpfProgram.assembler().elseTo(1, "far");
    for (int i = 0; i < 256; i++) {
      a.loadByte(0);
    }
    a.label("far").drop();
    assertThatThrownBy(a::assemble).isInstanceOf(IllegalStateException.class);
  }
}

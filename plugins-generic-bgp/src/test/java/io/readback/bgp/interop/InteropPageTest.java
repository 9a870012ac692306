package io.readback.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InteropPageTest {
  @Test
  void page_asItStands_isWhatItsCellsMakeAndHasThemAll() {
    assertThat(InteropPage.written()).isEqualTo(InteropPage.rendered()).doesNotContain("| ? |");
  }
}

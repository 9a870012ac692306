package io.readback.spi.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PathAttributesTest {
  @Test
  void build_communitiesInAnyOrder_areSortedUnsignedWithoutDuplicates() {
    PathAttributes a =
        PathAttributes.builder()
            .community(Community.of(65535, 0))
            .community(Community.of(1, 2))
            .community(Community.of(65535, 0))
            .build();
    assertThat(a.communities()).containsExactly(Community.of(1, 2), Community.of(65535, 0));
    assertThat(a)
        .isEqualTo(
            PathAttributes.builder()
                .community(Community.of(1, 2))
                .community(Community.of(65535, 0))
                .build())
        .isEqualTo(a.toBuilder().build())
        .isNotEqualTo(PathAttributes.NONE);
  }

  @Test
  void build_valueBeyond32Bits_isRefused() {
    assertThatThrownBy(() -> PathAttributes.builder().med(1L << 32))
        .hasMessageContaining("4294967295");
    assertThatThrownBy(() -> PathAttributes.builder().localPref(-1))
        .hasMessageContaining("LOCAL_PREF");
    assertThatThrownBy(() -> new LargeCommunity(0, 1L << 32, 0)).hasMessageContaining("4294967296");
    assertThatThrownBy(() -> Community.of(65536, 0)).hasMessageContaining("65536:0");
  }

  @Test
  void asPath_withASet_countsTheSetOnce() {
    AsPath path =
        new AsPath(
            java.util.List.of(
                new AsPath.Segment(false, java.util.List.of(65001L, 65002L)),
                new AsPath.Segment(true, java.util.List.of(65010L, 65011L))));
    assertThat(path.length()).isEqualTo(3);
    assertThat(path).hasToString("65001 65002 {65010,65011}");
    assertThat(path.contains(65011)).isTrue();
  }
}

package io.readback.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SamplesTest {
  @Test
  void figures_hundredSamples_areByNearestRank() {
    Samples samples = new Samples(IntStream.rangeClosed(1, 100).mapToObj(i -> (double) i).toList());
    assertThat(samples.least()).isEqualTo(1);
    assertThat(samples.median()).isEqualTo(50);
    assertThat(samples.p99()).isEqualTo(99);
    assertThat(samples.most()).isEqualTo(100);
  }

  @Test
  void figures_fiveSamplesInAnyOrder_medianIsTheThird() {
    assertThat(new Samples(List.of(5.0, 1.0, 4.0, 2.0, 3.0)).median()).isEqualTo(3);
  }

  @Test
  void figures_noSamples_thereAreNone() {
    assertThatThrownBy(() -> new Samples(List.of()).median())
        .isInstanceOf(IllegalStateException.class);
  }
}

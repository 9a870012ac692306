package io.readback.app.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DrainFeedTest {
  private final DrainFeed feed = new DrainFeed();

  private static DrainRow row(String name, String state) {
    return new DrainRow(
        "service",
        name,
        state,
        "2026-01-01T00:00:00Z",
        state.equals("draining") ? "2026-01-01T00:00:30Z" : null,
        "the Service is annotated with readback.io/drain",
        "remove the annotation",
        List.of("i/tor"));
  }

  private List<String> news(DrainRow... rows) {
    return feed.update(List.of(rows)).stream().map(r -> r.name() + " " + r.state()).toList();
  }

  @Test
  void update_drainsInTheirLife_tellsEachStepOnce() {
    assertThat(news()).isEmpty();
    assertThat(news(row("a", "draining"))).containsExactly("a draining");
    assertThat(news(row("a", "draining"), row("b", "draining"))).containsExactly("b draining");
    assertThat(news(row("a", "drained"), row("b", "draining"))).containsExactly("a drained");
    assertThat(news(row("a", "drained"))).containsExactly("b ended");
    assertThat(news()).containsExactly("a ended");
    assertThat(news(row("a", "draining"))).containsExactly("a draining");
  }

  @Test
  void describe_eachState_saysWhatHappens() {
    assertThat(row("web/a", "draining").describe())
        .isEqualTo(
            "service web/a is drained, as the Service is annotated with readback.io/drain: routes"
                + " are withdrawn at 2026-01-01T00:00:30Z");
    assertThat(row("web/a", "drained").describe()).endsWith(": routes are withdrawn");
    assertThat(row("web/a", "drained").ended().describe())
        .isEqualTo("service web/a is drained no more");
  }
}

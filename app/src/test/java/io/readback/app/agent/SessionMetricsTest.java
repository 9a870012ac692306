package io.readback.app.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.readback.spi.observe.LinkActivity;
import io.readback.spi.observe.MessageCounts;
import io.readback.spi.observe.SessionDetail;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionMetricsTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final SessionMetrics metrics = new SessionMetrics(registry);

  private static SessionDetail detail(long updates) {
    return new SessionDetail(
        new SessionDetail.Timers(90, 30, 5, 480),
        Optional.empty(),
        SessionDetail.Protection.NONE,
        List.of(),
        List.of(),
        SessionDetail.Restart.NONE,
        new MessageCounts(1, updates, 0, 5, 0, 500),
        MessageCounts.NONE,
        0,
        3,
        Optional.empty(),
        List.of());
  }

  @Test
  void scrape_session_countsUnderPrometheusNames() {
    metrics.begin();
    metrics.session(Tags.of("peer", "tor"), detail(7));
    metrics.end();
    assertThat(registry.scrape())
        .contains(
            "readback_bgp_messages_total{direction=\"sent\",peer=\"tor\",type=\"update\"} 7.0",
            "readback_bgp_message_bytes_total{direction=\"sent\",peer=\"tor\"} 500.0",
            "readback_bgp_session_flaps_total{peer=\"tor\"} 3.0");

    metrics.begin();
    metrics.session(Tags.of("peer", "tor"), detail(8));
    metrics.end();
    assertThat(registry.scrape()).contains("type=\"update\"} 8.0");
  }

  @Test
  void scrape_link_countsUnderPrometheusNames() {
    metrics.begin();
    metrics.link(Tags.of("link", "lan"), new LinkActivity(2, 11, 14, 1, 3, 5));
    metrics.end();
    assertThat(registry.scrape())
        .contains(
            "readback_link_answered_total{link=\"lan\"} 11.0",
            "readback_link_announcements_total{link=\"lan\"} 14.0",
            "readback_link_dropped_total{link=\"lan\"} 1.0",
            "readback_link_takeovers_total{link=\"lan\"} 3.0",
            "readback_link_lost_total{link=\"lan\"} 5.0");
  }

  @Test
  void scrape_sessionGone_isNotShownAnyMore() {
    metrics.begin();
    metrics.session(Tags.of("peer", "tor"), detail(7));
    metrics.end();
    metrics.begin();
    metrics.end();

    assertThat(registry.scrape()).doesNotContain("tor");
  }
}

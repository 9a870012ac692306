package io.readback.app.agent;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gauges told anew at each scrape: what is not told again is gone. Used by one scrape at a time.
 */
final class LiveGauges {
  private final MeterRegistry registry;
  private final Map<String, MultiGauge> gauges = new HashMap<>();
  private final Map<String, List<MultiGauge.Row<?>>> rows = new HashMap<>();

  LiveGauges(MeterRegistry registry) {
    this.registry = registry;
  }

  void begin() {
    rows.values().forEach(List::clear);
  }

  void set(String name, String description, Tags tags, double value) {
    gauges.computeIfAbsent(
        name, n -> MultiGauge.builder(n).description(description).register(registry));
    rows.computeIfAbsent(name, n -> new ArrayList<>()).add(MultiGauge.Row.of(tags, value));
  }

  void end() {
    gauges.forEach((name, gauge) -> gauge.register(rows.getOrDefault(name, List.of()), true));
  }
}

package io.readback.core.verdict;

import io.readback.spi.observe.Vantage;
import java.time.Instant;

/**
 * Whether a route was seen at a vantage. Vantages nobody looked at have no view.
 *
 * @param seen at least one of the expected paths was seen there
 * @param witness who says so: {@code allocator}, an announcer's name, a looking glass' type
 * @param at when it was so; for a look, when that began
 */
public record VantageView(Vantage vantage, boolean seen, String witness, Instant at) {}

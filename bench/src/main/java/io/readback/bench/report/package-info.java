/** Results as lines of JSON, and the tables made of them. */
@NullMarked
package io.readback.bench.report;

import org.jspecify.annotations.NullMarked;

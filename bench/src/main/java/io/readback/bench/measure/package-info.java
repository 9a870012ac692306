/** Processor time, memory and the figures made of many samples. */
@NullMarked
package io.readback.bench.measure;

import org.jspecify.annotations.NullMarked;

/**
 * The embeddable engine: one core thread that owns all state, lanes around it, status out of it.
 */
@NullMarked
package io.readback.core.engine;

import org.jspecify.annotations.NullMarked;

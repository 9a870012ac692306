/** The cluster as immutable records, free of the dialect that a manifest was written in. */
@NullMarked
package io.readback.core.model;

import org.jspecify.annotations.NullMarked;

/** How long it takes from an established session until the receiver holds all routes. */
@NullMarked
package io.readback.bench.bulk;

import org.jspecify.annotations.NullMarked;

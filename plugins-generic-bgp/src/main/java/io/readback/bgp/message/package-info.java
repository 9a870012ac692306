/** BGP messages as immutable values, free of their encoding. */
@NullMarked
package io.readback.bgp.message;

import org.jspecify.annotations.NullMarked;

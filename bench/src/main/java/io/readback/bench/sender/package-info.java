/** The speakers that announce, each loaded before the session and started in a node of the lab. */
@NullMarked
package io.readback.bench.sender;

import org.jspecify.annotations.NullMarked;

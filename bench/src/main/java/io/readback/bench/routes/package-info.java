/** The routes that are sent in a run, and the forms in which senders take them. */
@NullMarked
package io.readback.bench.routes;

import org.jspecify.annotations.NullMarked;

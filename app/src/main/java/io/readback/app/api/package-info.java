/** The HTTP API of an agent. */
@NullMarked
package io.readback.app.api;

import org.jspecify.annotations.NullMarked;

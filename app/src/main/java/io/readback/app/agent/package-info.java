/** A running agent. */
@NullMarked
package io.readback.app.agent;

import org.jspecify.annotations.NullMarked;

/** The command line: a client of the agent's API. */
@NullMarked
package io.readback.app.cli;

import org.jspecify.annotations.NullMarked;

/** The command line: a client of the agent's API, and what can be said without an agent. */
@NullMarked
package io.readback.app.cli;

import org.jspecify.annotations.NullMarked;

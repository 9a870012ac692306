/** The agent's own settings file: which announcers run. */
@NullMarked
package io.readback.core.settings;

import org.jspecify.annotations.NullMarked;

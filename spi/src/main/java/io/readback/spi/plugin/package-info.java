/** The one door of a plugin jar, its factories and their settings. */
@NullMarked
package io.readback.spi.plugin;

import org.jspecify.annotations.NullMarked;

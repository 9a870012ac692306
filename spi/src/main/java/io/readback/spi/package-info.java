/** The word list and the version of the plugin interface. */
@NullMarked
package io.readback.spi;

import org.jspecify.annotations.NullMarked;

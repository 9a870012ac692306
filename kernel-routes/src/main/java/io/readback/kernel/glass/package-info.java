/** The looking glass onto this host's own tables. */
@NullMarked
package io.readback.kernel.glass;

import org.jspecify.annotations.NullMarked;

/** Tests of allocation. */
@NullMarked
package io.readback.core.allocate;

import org.jspecify.annotations.NullMarked;

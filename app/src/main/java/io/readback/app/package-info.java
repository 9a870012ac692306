/** The program's entry. */
@NullMarked
package io.readback.app;

import org.jspecify.annotations.NullMarked;

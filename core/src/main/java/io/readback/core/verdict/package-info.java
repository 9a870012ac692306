/** Desired against observed: what each router is known to hold, and why not. */
@NullMarked
package io.readback.core.verdict;

import org.jspecify.annotations.NullMarked;

/** Contracts that a plugin must pass, and what tests of plugins need. */
@NullMarked
package io.readback.testkit;

import org.jspecify.annotations.NullMarked;

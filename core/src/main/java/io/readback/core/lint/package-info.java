/** Finds what is suspicious in manifests before they run. */
@NullMarked
package io.readback.core.lint;

import org.jspecify.annotations.NullMarked;

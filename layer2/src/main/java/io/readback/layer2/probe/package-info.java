/** Asking a link who answers for addresses. */
@NullMarked
package io.readback.layer2.probe;

import org.jspecify.annotations.NullMarked;

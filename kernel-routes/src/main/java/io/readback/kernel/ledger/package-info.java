/** What should be in the kernel, what is ours there, and how the one becomes the other. */
@NullMarked
package io.readback.kernel.ledger;

import org.jspecify.annotations.NullMarked;

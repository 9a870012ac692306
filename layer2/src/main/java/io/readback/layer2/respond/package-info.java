/** What an interface answers, and which frames the kernel need hand over for it. */
@NullMarked
package io.readback.layer2.respond;

import org.jspecify.annotations.NullMarked;

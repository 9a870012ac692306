/** Which member of a link answers for a VIP, and when one takes over from another. */
@NullMarked
package io.readback.layer2.own;

import org.jspecify.annotations.NullMarked;

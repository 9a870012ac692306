/** What was seen: the latest looks at each router and the announcers' own word, immutable. */
@NullMarked
package io.readback.core.observe;

import org.jspecify.annotations.NullMarked;

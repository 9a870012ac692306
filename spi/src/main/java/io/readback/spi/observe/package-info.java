/** What announcers and looking glasses saw. */
@NullMarked
package io.readback.spi.observe;

import org.jspecify.annotations.NullMarked;

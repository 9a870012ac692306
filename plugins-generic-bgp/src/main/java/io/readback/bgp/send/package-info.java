/** Feeds a router under test with routes from a file, through the production speaker. */
@NullMarked
package io.readback.bgp.send;

import org.jspecify.annotations.NullMarked;

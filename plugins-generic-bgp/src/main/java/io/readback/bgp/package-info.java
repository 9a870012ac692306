/** BGP-4: the generic announcer, from messages up to the plugin. */
@NullMarked
package io.readback.bgp;

import org.jspecify.annotations.NullMarked;

/**
 * The announcer {@code generic-bgp}: a BGP speaker that takes its sessions and routes from the
 * engine.
 */
@NullMarked
package io.readback.bgp.announcer;

import org.jspecify.annotations.NullMarked;

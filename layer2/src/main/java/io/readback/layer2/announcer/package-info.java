/** The announcer {@code layer2}: answers for VIPs on this machine's links. */
@NullMarked
package io.readback.layer2.announcer;

import org.jspecify.annotations.NullMarked;

/** Running commands on a router over one long-lived SSH connection with a pinned host key. */
@NullMarked
package io.readback.router.ssh;

import org.jspecify.annotations.NullMarked;

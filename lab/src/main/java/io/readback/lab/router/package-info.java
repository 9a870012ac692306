/** Real routers on the lab's nodes: FRR, BIRD and GoBGP, with SSH and SNMP beside FRR. */
@NullMarked
package io.readback.lab.router;

import org.jspecify.annotations.NullMarked;

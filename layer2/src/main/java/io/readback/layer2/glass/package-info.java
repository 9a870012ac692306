/** The looking glass {@code link}: asks a link who answers for VIPs. */
@NullMarked
package io.readback.layer2.glass;

import org.jspecify.annotations.NullMarked;

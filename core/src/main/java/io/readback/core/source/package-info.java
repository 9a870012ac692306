/** Where the cluster's state comes from, and how its changes arrive. */
@NullMarked
package io.readback.core.source;

import org.jspecify.annotations.NullMarked;

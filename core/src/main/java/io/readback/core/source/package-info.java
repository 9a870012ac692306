/** Where the state of the cluster comes from. */
@NullMarked
package io.readback.core.source;

import org.jspecify.annotations.NullMarked;

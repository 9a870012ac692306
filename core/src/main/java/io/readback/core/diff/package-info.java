/** What a change of manifests would do: two moments of a cluster, compared. */
@NullMarked
package io.readback.core.diff;

import org.jspecify.annotations.NullMarked;

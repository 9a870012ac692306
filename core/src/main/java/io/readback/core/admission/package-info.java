/** What of the manifests has effect where the dialect's own admission would have refused a part. */
@NullMarked
package io.readback.core.admission;

import org.jspecify.annotations.NullMarked;

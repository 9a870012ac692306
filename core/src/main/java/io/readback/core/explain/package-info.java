/** The whole chain of one Service, from its manifest to the routers' forwarding tables. */
@NullMarked
package io.readback.core.explain;

import org.jspecify.annotations.NullMarked;

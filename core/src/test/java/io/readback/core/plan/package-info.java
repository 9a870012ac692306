/** Tests of planning. */
@NullMarked
package io.readback.core.plan;

import org.jspecify.annotations.NullMarked;

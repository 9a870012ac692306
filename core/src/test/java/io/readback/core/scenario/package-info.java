/** Clusters for tests: made by hand in a few words. */
@NullMarked
package io.readback.core.scenario;

import org.jspecify.annotations.NullMarked;

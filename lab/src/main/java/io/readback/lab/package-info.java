/**
 * Networks of real machines for tests, in network namespaces or containers, removed without trace.
 */
@NullMarked
package io.readback.lab;

import org.jspecify.annotations.NullMarked;

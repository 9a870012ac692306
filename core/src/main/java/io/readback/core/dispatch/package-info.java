/**
 * Calls plugin instances: a lane each, with one thread, deadlines, back-off, and the newest wish
 * instead of a queue.
 */
@NullMarked
package io.readback.core.dispatch;

import org.jspecify.annotations.NullMarked;

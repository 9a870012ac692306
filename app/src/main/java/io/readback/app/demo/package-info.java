/**
 * The main job with nothing but a JVM: agents, a router and a story, all in one process on
 * loopback.
 */
@NullMarked
package io.readback.app.demo;

import org.jspecify.annotations.NullMarked;

/** The engine inside a program. */
@NullMarked
package io.readback.example.embed;

import org.jspecify.annotations.NullMarked;

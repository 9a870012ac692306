/** Reading several JSON documents that a router printed one after another. */
@NullMarked
package io.readback.router.json;

import org.jspecify.annotations.NullMarked;

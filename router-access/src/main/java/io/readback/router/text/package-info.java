/** Words of a router made fit to show. */
@NullMarked
package io.readback.router.text;

import org.jspecify.annotations.NullMarked;

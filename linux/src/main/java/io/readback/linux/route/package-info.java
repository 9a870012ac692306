/** Routes, next hops, links and addresses as rtnetlink writes them. */
@NullMarked
package io.readback.linux.route;

import org.jspecify.annotations.NullMarked;

/** Finding plugins: on the class path, in a folder of jars, or given as instances. */
@NullMarked
package io.readback.core.plugin;

import org.jspecify.annotations.NullMarked;

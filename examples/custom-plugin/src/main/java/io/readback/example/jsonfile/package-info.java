/** A plugin as small as they get: routes into a JSON file, and out of one. */
@NullMarked
package io.readback.example.jsonfile;

import org.jspecify.annotations.NullMarked;

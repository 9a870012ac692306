/** The documents that the API serves and the command line prints. */
@NullMarked
package io.readback.app.document;

import org.jspecify.annotations.NullMarked;

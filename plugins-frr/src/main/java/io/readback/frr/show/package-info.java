/**
 * What FRR's show commands print, as values: one reader for each document, pure, and strict where a
 * gap could pass for an absence.
 */
@NullMarked
package io.readback.frr.show;

import org.jspecify.annotations.NullMarked;

package io.readback.bgp.bmp;

import java.io.Serial;

/** Octets that are no BMP. Nothing after them can be read. */
public final class BmpException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  BmpException(String message) {
    super(message, null, false, false);
  }
}

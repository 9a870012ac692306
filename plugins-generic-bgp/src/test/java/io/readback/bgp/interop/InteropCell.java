package io.readback.bgp.interop;

/**
 * How a row went with a router.
 *
 * @param word what stands in the table
 * @param reason why the router cannot have it; else empty
 */
record InteropCell(String word, String reason) {
  static final InteropCell WORKS = new InteropCell("works", "");
  static final InteropCell FAILS = new InteropCell("**fails**", "");

  static InteropCell unsupported(String reason) {
    return new InteropCell("–", reason);
  }
}

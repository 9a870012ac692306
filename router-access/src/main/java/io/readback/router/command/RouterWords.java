package io.readback.router.command;

/** The fixed words of a router's commands. Implemented by enums alone, never by a value read. */
public interface RouterWords {
  /** Words and blanks, such as {@code show bgp}. */
  String words();
}

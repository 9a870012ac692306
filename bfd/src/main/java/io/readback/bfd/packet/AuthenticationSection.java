package io.readback.bfd.packet;

/**
 * The head of an authentication section (RFC 5880 section 4.1). Its shape alone is judged without
 * knowing the session.
 *
 * @param type 1 password, 2 and 3 MD5, 4 and 5 SHA1, else unknown
 * @param length of the whole section in octets
 */
public record AuthenticationSection(int type, int length) {}

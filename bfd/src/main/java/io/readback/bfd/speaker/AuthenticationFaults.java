package io.readback.bfd.speaker;

import io.readback.bfd.auth.Authenticator;
import io.readback.bfd.packet.AuthenticationSection;
import io.readback.bfd.packet.Discard;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Says for a person what is wrong with the authentication of a packet. */
final class AuthenticationFaults {
  private AuthenticationFaults() {}

  /**
   * @param section null where the packet has none
   */
  static String of(Discard broken, @Nullable AuthenticationSection section, ByteBuffer packet) {
    String known = section == null ? "" : type(section.type());
    return switch (broken) {
      case AUTHENTICATION_UNEXPECTED ->
          "they are signed (" + known + "), and no authentication is configured here";
      case AUTHENTICATION_MISSING ->
          "they are not signed, and authentication is configured here: compare it on the peer";
      case AUTHENTICATION_TYPE ->
          "they are signed with " + known + ", which is not the type configured here";
      case AUTHENTICATION_KEY ->
          "they are signed with key id "
              + Authenticator.keyId(packet, 0)
              + ", which is not configured here";
      case AUTHENTICATION_DIGEST ->
          "key id "
              + Authenticator.keyId(packet, 0)
              + " does not make their signature: compare the secret on both sides";
      case AUTHENTICATION_SEQUENCE ->
          "their sequence number is not the next one: they were sent before, or too many are lost";
      default -> broken.toString();
    };
  }

  private static String type(int code) {
    return switch (code) {
      case 1 -> "simple-password";
      case 2 -> "keyed-md5";
      case 3 -> "meticulous-keyed-md5";
      case 4 -> "keyed-sha1";
      case 5 -> "meticulous-keyed-sha1";
      default -> "the unknown type " + code;
    };
  }
}

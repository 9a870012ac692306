package io.readback.router.ssh;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one host key that is accepted.
 *
 * @param fingerprint as OpenSSH writes it: {@code SHA256:} and unpadded base64
 * @param type the key's type where known, such as {@code ssh-ed25519}
 */
public record HostKeyPin(String fingerprint, Optional<String> type) {
  private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}=?");

  /** In the order they are asked for when the pin does not say. */
  static final List<String> TYPES =
      List.of(
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "ssh-rsa");

  /**
   * Reads a fingerprint ({@code SHA256:…}) or a public key line ({@code ssh-ed25519 AAAA…}, with or
   * without a host name before it and a comment after it).
   *
   * @throws IllegalArgumentException saying what is allowed
   */
  public static HostKeyPin parse(String text) {
    String trimmed = text.trim();
    if (FINGERPRINT.matcher(trimmed).matches()) {
      String unpadded =
          trimmed.endsWith("=") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
      return new HostKeyPin(unpadded, Optional.empty());
    }
    String[] words = trimmed.split("\\s+");
    for (int i = 0; i + 1 < words.length && i < 2; i++) {
      String type = words[i].toLowerCase(Locale.ROOT);
      if (TYPES.contains(type)) {
        return new HostKeyPin(fingerprint(blob(type, words[i + 1])), Optional.of(type));
      }
    }
    throw invalid();
  }

  private static byte[] blob(String type, String base64) {
    byte[] blob;
    try {
      blob = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
    // The blob begins with its type as a string of RFC 4251 section 5.
    byte[] name = type.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    boolean same =
        blob.length > 4 + name.length
            && (blob[0] | blob[1] | blob[2]) == 0
            && blob[3] == name.length;
    for (int i = 0; same && i < name.length; i++) {
      same = blob[4 + i] == name[i];
    }
    if (!same) {
      throw invalid();
    }
    return blob;
  }

  private static IllegalArgumentException invalid() {
    return new IllegalArgumentException(
        "a fingerprint SHA256:… or a public key line such as 'ssh-ed25519 AAAA…' (on the router:"
            + " ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub)");
  }

  static String fingerprint(byte[] blob) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return fingerprint + type.map(t -> " (" + t + ")").orElse("");
  }
}

package io.readback.router.ssh;

import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;

/** Accepts the pinned key and remembers what it saw. One for each connection. */
final class PinVerifier implements HostKeyVerifier {
  private final HostKeyPin pin;
  private final String askedType;
  private volatile Optional<HostKeyPin> seen = Optional.empty();

  /** Asks for a host key of {@code askedType} before any other. */
  PinVerifier(HostKeyPin pin, String askedType) {
    this.pin = pin;
    this.askedType = askedType;
  }

  @Override
  public boolean verify(String hostname, int port, PublicKey key) {
    byte[] blob = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
    HostKeyPin found =
        new HostKeyPin(HostKeyPin.fingerprint(blob), Optional.of(KeyType.fromKey(key).toString()));
    seen = Optional.of(found);
    return found.fingerprint().equals(pin.fingerprint());
  }

  @Override
  public List<String> findExistingAlgorithms(String hostname, int port) {
    return askedType.equals("ssh-rsa")
        ? List.of("rsa-sha2-512", "rsa-sha2-256")
        : List.of(askedType);
  }

  /** The key that was shown, if the exchange came that far. */
  Optional<HostKeyPin> seen() {
    return seen;
  }

  /** Whether a key was shown and is not the pinned one. */
  boolean refused() {
    return seen.isPresent() && !seen.get().fingerprint().equals(pin.fingerprint());
  }
}

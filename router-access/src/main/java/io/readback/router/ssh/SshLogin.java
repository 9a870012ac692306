package io.readback.router.ssh;

import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.PluginException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.method.AuthKeyboardInteractive;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthPassword;
import net.schmizz.sshj.userauth.method.AuthPublickey;
import net.schmizz.sshj.userauth.method.PasswordResponseProvider;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.PasswordUtils;
import org.jspecify.annotations.Nullable;

/**
 * Opens a connection to the router that holds the pinned key and logs in. Runs on one thread at a
 * time; {@link #abort} may be called from any other.
 */
final class SshLogin {
  private static final int KEEP_ALIVE_SECONDS = 10;

  private final SshEndpoint endpoint;
  private final SshAlgorithms algorithms = new SshAlgorithms();
  private volatile @Nullable SSHClient opening;
  private Optional<String> keyType;

  SshLogin(SshEndpoint endpoint) {
    this.endpoint = endpoint;
    this.keyType = endpoint.pin().type();
  }

  /**
   * A server may hold keys of several types and shows the one the client likes best. With a bare
   * fingerprint the type is not known: each type not yet seen is asked for in turn until the pinned
   * key is shown.
   */
  SSHClient open() throws PluginException {
    Optional<HostKeyPin> firstSeen = Optional.empty();
    Set<String> seenTypes = new LinkedHashSet<>();
    for (String type : keyType.map(List::of).orElse(HostKeyPin.TYPES)) {
      if (seenTypes.contains(type)) {
        continue;
      }
      PinVerifier verifier = new PinVerifier(endpoint.pin(), type);
      SSHClient client = new SSHClient(algorithms);
      opening = client;
      try {
        if (connect(client, verifier)) {
          logIn(client);
          keyType = Optional.of(type);
          return client;
        }
      } catch (PluginException | RuntimeException e) {
        closeQuietly(client);
        throw e;
      }
      closeQuietly(client);
      firstSeen = firstSeen.or(verifier::seen);
      verifier.seen().flatMap(HostKeyPin::type).ifPresent(seenTypes::add);
    }
    throw SshFailures.hostKey(endpoint, firstSeen.orElseThrow());
  }

  /** Breaks off an {@link #open} under way. */
  void abort() {
    SSHClient client = opening;
    if (client != null) {
      closeQuietly(client);
    }
  }

  /** False when another host key was shown. */
  private boolean connect(SSHClient client, PinVerifier verifier) throws PluginException {
    int connect = Math.toIntExact(endpoint.connectTimeout().toMillis());
    int read = Math.toIntExact(endpoint.readTimeout().toMillis());
    client.setSocketFactory(new NoDelaySockets());
    client.setConnectTimeout(connect);
    client.setTimeout(connect);
    client.getTransport().setTimeoutMs(connect);
    client.getConnection().setTimeoutMs(read);
    client.getConnection().getKeepAlive().setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    client.addHostKeyVerifier(verifier);
    try {
      client.connect(endpoint.host(), endpoint.port());
      return true;
    } catch (IOException e) {
      if (verifier.refused()) {
        return false;
      }
      throw SshFailures.of(endpoint, "connecting", e);
    }
  }

  private void logIn(SSHClient client) throws PluginException {
    List<AuthMethod> methods = new ArrayList<>();
    if (endpoint.credentials().privateKey().isPresent()) {
      methods.add(new AuthPublickey(key(client)));
    }
    if (endpoint.credentials().password().isPresent()) {
      char[] password = endpoint.credentials().password().get().revealText().toCharArray();
      PasswordFinder once = PasswordUtils.createOneOff(password.clone());
      methods.add(new AuthPassword(once));
      methods.add(
          new AuthKeyboardInteractive(
              new PasswordResponseProvider(PasswordUtils.createOneOff(password))));
    }
    try {
      client.auth(endpoint.user(), methods);
    } catch (IOException e) {
      throw SshFailures.login(endpoint, e);
    }
  }

  private KeyProvider key(SSHClient client) throws PluginException {
    String text = endpoint.credentials().privateKey().orElseThrow().revealText();
    try {
      KeyProvider key = client.loadKeys(text, null, null);
      // Loading is lazy; this finds a damaged or encrypted key before the router sees anything.
      key.getPrivate();
      return key;
    } catch (IOException | RuntimeException e) {
      // The cause is left out: a parser may quote what it could not read.
      throw new PluginException(
          Kind.AUTHENTICATION,
          "the 'ssh-privatekey' for "
              + endpoint.place()
              + " cannot be read: an unencrypted Ed25519, ECDSA or RSA key in OpenSSH or PEM form"
              + " is needed");
    }
  }

  static void closeQuietly(SSHClient client) {
    try {
      client.close();
    } catch (IOException e) {
      // The connection is given up in any case.
    }
  }
}

package io.readback.router.ssh;

import io.readback.spi.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.helpers.AbstractConnectionService;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.keyboard.DefaultKeyboardInteractiveAuthenticator;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.channel.ChannelSessionFactory;
import org.apache.sshd.server.command.Command;

/** An SSH server in this process that behaves as it is told. */
final class TestServer implements AutoCloseable {
  static {
    // The server's own library would register it, and hide what the client lacks.
    System.setProperty("org.apache.sshd.security.provider.BC.enabled", "false");
  }

  static final String PASSWORD = "correct horse";

  /** What a command does; runs on a thread of its own. */
  interface Behaviour {
    void run(Session session) throws Exception;
  }

  /** A running command. */
  record Session(
      String line, OutputStream out, OutputStream err, ExitCallback exit, ChannelSession channel) {
    void print(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }

  final List<String> lines = new CopyOnWriteArrayList<>();
  final AtomicInteger logins = new AtomicInteger();
  private final SshServer server = SshServer.setUpDefaultServer();
  private final List<KeyPair> hostKeys;
  private volatile Behaviour behaviour = s -> s.exit().onExit(0);
  private volatile Optional<java.security.PublicKey> acceptedKey = Optional.empty();

  TestServer(KeyPair... hostKeys) throws IOException {
    this.hostKeys = List.of(hostKeys);
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKeys));
    server.setPasswordAuthenticator(
        (user, password, session) -> {
          boolean ok = user.equals("readback") && password.equals(PASSWORD);
          if (ok) {
            logins.incrementAndGet();
          }
          return ok;
        });
    server.setKeyboardInteractiveAuthenticator(new DefaultKeyboardInteractiveAuthenticator());
    server.setPublickeyAuthenticator(
        (user, key, session) ->
            acceptedKey.map(accepted -> KeyUtils.compareKeys(accepted, key)).orElse(false));
    server.setCommandFactory((channel, line) -> new Running(line));
    server.start();
  }

  static KeyPair rsa() {
    return generate("RSA", 2048);
  }

  static KeyPair ecdsa() {
    return generate("EC", 256);
  }

  private static KeyPair generate(String algorithm, int size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      } else {
        generator.initialize(size);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String pem(KeyPair pair) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(pair.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  /** As ssh-keygen writes it. */
  static String openssh(KeyPair pair) {
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "a test", null, out);
      return out.toString(StandardCharsets.UTF_8);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String fingerprint(KeyPair pair) {
    return KeyUtils.getFingerPrint(BuiltinDigests.sha256, pair.getPublic());
  }

  TestServer behave(Behaviour b) {
    behaviour = b;
    return this;
  }

  TestServer accept(KeyPair client) {
    acceptedKey = Optional.of(client.getPublic());
    return this;
  }

  TestServer onlyAuth(String methods) {
    CoreModuleProperties.AUTH_METHODS.set(server, methods);
    return this;
  }

  /** Opens no more than {@code n} channels a connection, as sshd with MaxSessions. */
  TestServer maxChannels(int n) {
    server.setChannelFactories(List.of(new CountedChannels(n)));
    return this;
  }

  private static final class CountedChannels extends ChannelSessionFactory {
    private final int max;

    CountedChannels(int max) {
      this.max = max;
    }

    @Override
    public Channel createChannel(org.apache.sshd.common.session.Session session) {
      return new ChannelSession() {
        @Override
        public OpenFuture open(long recipient, long window, long packet, Buffer buffer) {
          AbstractConnectionService connections =
              ((AbstractSession) getSession()).getService(AbstractConnectionService.class);
          long others = connections.getChannels().stream().filter(c -> c != this).count();
          if (others < max) {
            return super.open(recipient, window, packet, buffer);
          }
          OpenFuture refused = new DefaultOpenFuture(this, this);
          refused.setException(
              new SshChannelOpenException(
                  getChannelId(),
                  SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED,
                  "open failed"));
          return refused;
        }
      };
    }
  }

  int port() {
    return server.getPort();
  }

  /** Ends every connection, and keeps listening. */
  void dropConnections() {
    server.getActiveSessions().forEach(s -> s.close(true));
  }

  int connections() {
    return server.getActiveSessions().size();
  }

  SshEndpoint endpoint() {
    return endpoint(fingerprint(hostKeys.get(0)), PASSWORD);
  }

  SshEndpoint endpoint(String pin, String password) {
    return endpoint(
        pin, new SshCredentials(Optional.empty(), Optional.of(Secret.ofText(password))));
  }

  SshEndpoint endpoint(String pin, SshCredentials credentials) {
    return new SshEndpoint(
        "127.0.0.1",
        port(),
        "readback",
        HostKeyPin.parse(pin),
        credentials,
        Duration.ofSeconds(10),
        Duration.ofSeconds(10));
  }

  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Running implements Command {
    private final String line;
    private OutputStream out = OutputStream.nullOutputStream();
    private OutputStream err = OutputStream.nullOutputStream();
    private ExitCallback exit = (code, message, close) -> {};
    private final List<Thread> threads = new ArrayList<>();

    Running(String line) {
      this.line = line;
    }

    @Override
    public void setInputStream(InputStream in) {}

    @Override
    public void setOutputStream(OutputStream out) {
      this.out = out;
    }

    @Override
    public void setErrorStream(OutputStream err) {
      this.err = err;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
      exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment env) {
      lines.add(line);
      Thread thread =
          new Thread(
              () -> {
                try {
                  behaviour.run(new Session(line, out, err, exit, channel));
                } catch (Exception e) {
                  exit.onExit(255, Arrays.toString(e.getStackTrace()));
                }
              });
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }

    @Override
    public void destroy(ChannelSession channel) {
      threads.forEach(Thread::interrupt);
    }
  }
}

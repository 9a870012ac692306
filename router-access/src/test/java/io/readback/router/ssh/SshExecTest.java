package io.readback.router.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.readback.router.command.CommandLine;
import io.readback.router.command.ExecResult;
import io.readback.spi.Secret;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.PluginException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SshExecTest {
  private static final KeyPair ECDSA = TestServer.ecdsa();
  private static final KeyPair RSA = TestServer.rsa();
  private static final CommandLine LINE = new CommandLine("vtysh -c 'show version'");

  private static SshEndpoint hurried(SshEndpoint e, Duration read) {
    return new SshEndpoint(
        e.host(), e.port(), e.user(), e.pin(), e.credentials(), Duration.ofSeconds(10), read);
  }

  private static PluginException failure(SshExec exec) {
    return catchThrowableOfType(PluginException.class, () -> exec.exec(LINE));
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.UTF_8);
  }

  @Test
  void exec_severalCommands_useOneConnectionAndBringBothStreams() throws Exception {
    try (TestServer server =
            new TestServer(ECDSA)
                .behave(
                    s -> {
                      s.print("out of " + s.line());
                      s.err().write("beside\n".getBytes(StandardCharsets.UTF_8));
                      s.err().flush();
                      s.exit().onExit(3);
                    });
        SshExec exec = new SshExec(server.endpoint())) {
      for (int i = 0; i < 3; i++) {
        ExecResult result = exec.exec(LINE);

        assertThat(result.status()).isEqualTo(3);
        assertThat(text(result.out())).isEqualTo("out of vtysh -c 'show version'");
        assertThat(text(result.err())).isEqualTo("beside\n");
        assertThat(result.complaint()).isEqualTo("beside");
      }
      assertThat(server.logins).hasValue(1);
    }
  }

  @Test
  void exec_bouncyCastle_standsBehindTheJdksProviders() throws Exception {
    try (TestServer server = new TestServer(ECDSA);
        SshExec exec = new SshExec(server.endpoint())) {
      exec.exec(LINE);

      assertThat(Security.getProviders()[Security.getProviders().length - 1].getName())
          .isEqualTo("BC");
    }
  }

  @Test
  void exec_anotherHostKey_isRefusedBeforeAnythingIsSent() throws Exception {
    String pinned = TestServer.fingerprint(RSA);
    try (TestServer server = new TestServer(ECDSA);
        SshExec exec = new SshExec(server.endpoint(pinned, TestServer.PASSWORD))) {
      PluginException e = failure(exec);

      assertThat(e.kind()).isEqualTo(Kind.HOST_KEY);
      assertThat(e)
          .hasMessageContaining(pinned)
          .hasMessageContaining(TestServer.fingerprint(ECDSA));
      assertThat(server.lines).isEmpty();
      assertThat(server.logins).hasValue(0);
    }
  }

  @Test
  void exec_fingerprintOfTheServersSecondKey_findsIt() throws Exception {
    try (TestServer server = new TestServer(ECDSA, RSA);
        SshExec exec =
            new SshExec(server.endpoint(TestServer.fingerprint(RSA), TestServer.PASSWORD))) {
      assertThat(exec.exec(LINE).status()).isZero();

      server.dropConnections();
      await().until(() -> server.connections() == 0);
      assertThat(exec.exec(LINE).status()).isZero();
    }
  }

  @Test
  void exec_publicKeyLine_asksForThatType() throws Exception {
    String line = org.apache.sshd.common.config.keys.PublicKeyEntry.toString(RSA.getPublic());
    try (TestServer server = new TestServer(ECDSA, RSA);
        SshExec exec = new SshExec(server.endpoint(line, TestServer.PASSWORD))) {
      assertThat(exec.exec(LINE).status()).isZero();
      assertThat(server.logins).hasValue(1);
    }
  }

  @Test
  void exec_wrongPassword_isAuthenticationAndSaysNothingOfIt() throws Exception {
    try (TestServer server = new TestServer(ECDSA);
        SshExec exec =
            new SshExec(server.endpoint(TestServer.fingerprint(ECDSA), "wrong secret"))) {
      PluginException e = failure(exec);

      assertThat(e.kind()).isEqualTo(Kind.AUTHENTICATION);
      assertThat(e).hasMessageContaining("readback").hasMessageContaining("password");
      assertThat(e.toString()).doesNotContain("wrong secret");
      assertThat(server.lines).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"password", "keyboard-interactive"})
  void exec_passwordByEitherMethod_logsIn(String method) throws Exception {
    try (TestServer server = new TestServer(ECDSA).onlyAuth(method);
        SshExec exec = new SshExec(server.endpoint())) {
      assertThat(exec.exec(LINE).status()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"openssh ecdsa", "openssh rsa", "pem rsa"})
  void exec_privateKey_logsInWithoutAPassword(String form) throws Exception {
    KeyPair client = form.endsWith("rsa") ? TestServer.rsa() : TestServer.ecdsa();
    String text = form.startsWith("pem") ? TestServer.pem(client) : TestServer.openssh(client);
    SshCredentials key = new SshCredentials(Optional.of(Secret.ofText(text)), Optional.empty());
    try (TestServer server = new TestServer(RSA).onlyAuth("publickey").accept(client);
        SshExec exec = new SshExec(server.endpoint(TestServer.fingerprint(RSA), key))) {
      assertThat(exec.exec(LINE).status()).isZero();
    }
  }

  @Test
  void exec_keyTheRouterDoesNotKnow_isAuthentication() throws Exception {
    SshCredentials key =
        new SshCredentials(
            Optional.of(Secret.ofText(TestServer.openssh(TestServer.ecdsa()))), Optional.empty());
    try (TestServer server = new TestServer(RSA).onlyAuth("publickey");
        SshExec exec = new SshExec(server.endpoint(TestServer.fingerprint(RSA), key))) {
      assertThat(failure(exec).kind()).isEqualTo(Kind.AUTHENTICATION);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----", "hunter2"})
  void exec_keyThatIsNone_isAuthenticationAndDoesNotQuoteIt(String damaged) throws Exception {
    SshCredentials key = new SshCredentials(Optional.of(Secret.ofText(damaged)), Optional.empty());
    try (TestServer server = new TestServer(ECDSA);
        SshExec exec = new SshExec(server.endpoint(TestServer.fingerprint(ECDSA), key))) {
      PluginException e = failure(exec);

      assertThat(e.kind()).isEqualTo(Kind.AUTHENTICATION);
      assertThat(e.getMessage()).contains("ssh-privatekey").doesNotContain("hunter2");
      assertThat(e.getCause()).isNull();
    }
  }

  @Test
  void exec_nobodyListens_isUnreachable() throws Exception {
    SshEndpoint endpoint;
    try (TestServer server = new TestServer(ECDSA)) {
      endpoint = server.endpoint();
    }
    try (SshExec exec = new SshExec(endpoint)) {
      assertThat(failure(exec).kind()).isEqualTo(Kind.UNREACHABLE);
    }
  }

  @Test
  void exec_serverSaysNothing_isTimeout() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        TestServer keys = new TestServer(ECDSA)) {
      SshEndpoint e = keys.endpoint();
      SshEndpoint to =
          new SshEndpoint(
              "127.0.0.1",
              silent.getLocalPort(),
              e.user(),
              e.pin(),
              e.credentials(),
              Duration.ofMillis(300),
              Duration.ofMillis(300));
      try (SshExec exec = new SshExec(to)) {
        assertThat(failure(exec).kind()).isEqualTo(Kind.TIMEOUT);
      }
    }
  }

  @Test
  void exec_serverIsNotSsh_isAFailureAndNotAHang() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        TestServer keys = new TestServer(ECDSA)) {
      Thread talker =
          new Thread(
              () -> {
                try (var socket = other.accept()) {
                  socket
                      .getOutputStream()
                      .write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                  // The client sees it.
                }
              });
      talker.setDaemon(true);
      talker.start();
      SshEndpoint e = keys.endpoint();
      SshEndpoint to =
          new SshEndpoint(
              "127.0.0.1",
              other.getLocalPort(),
              e.user(),
              e.pin(),
              e.credentials(),
              Duration.ofSeconds(5),
              Duration.ofSeconds(5));
      try (SshExec exec = new SshExec(to)) {
        assertThat(failure(exec).kind()).isIn(Kind.PROTOCOL, Kind.UNREACHABLE);
      }
    }
  }

  @Test
  void exec_answerTooSlow_isTimeoutAndTheNextOneWorks() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (TestServer server =
            new TestServer(ECDSA)
                .behave(
                    s -> {
                      s.print("{\"a\":");
                      never.await();
                    });
        SshExec exec = new SshExec(hurried(server.endpoint(), Duration.ofMillis(400)))) {
      PluginException e = failure(exec);
      assertThat(e.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(e).hasMessageContaining("400 ms");

      server.behave(s -> s.exit().onExit(0));
      await().atMost(Duration.ofSeconds(10)).until(() -> exec.exec(LINE).status() == 0);
    }
  }

  @Test
  void exec_connectionLostInMidAnswer_isUnreachableAndNotShorter() throws Exception {
    AtomicReference<TestServer> cutter = new AtomicReference<>();
    try (TestServer server =
            new TestServer(ECDSA)
                .behave(
                    s -> {
                      s.print("{\"routes\":{");
                      cutter.get().dropConnections();
                    });
        SshExec exec = new SshExec(server.endpoint())) {
      cutter.set(server);

      PluginException e = failure(exec);
      assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(e).hasMessageContaining("127.0.0.1:" + server.port());
    }
  }

  @Test
  void exec_connectionDroppedBetweenCommands_isOpenedAnew() throws Exception {
    try (TestServer server = new TestServer(ECDSA);
        SshExec exec = new SshExec(server.endpoint())) {
      exec.exec(LINE);
      server.dropConnections();
      await().until(() -> server.connections() == 0);

      assertThat(exec.exec(LINE).status()).isZero();
      assertThat(server.logins).hasValue(2);
    }
  }

  @Test
  void exec_noExitStatus_isProtocol() throws Exception {
    try (TestServer server =
            new TestServer(ECDSA)
                .behave(
                    s -> {
                      s.print("{}");
                      s.channel().close(false);
                    });
        SshExec exec = new SshExec(server.endpoint())) {
      PluginException e = failure(exec);

      assertThat(e.kind()).isEqualTo(Kind.PROTOCOL);
      assertThat(e).hasMessageContaining("without an exit status");
    }
  }

  @Test
  void exec_answerOverTheLimit_isRefused() throws Exception {
    try (TestServer server =
            new TestServer(ECDSA)
                .behave(
                    s -> {
                      for (int i = 0; i < 100; i++) {
                        s.print("x".repeat(1024));
                      }
                      s.exit().onExit(0);
                    });
        SshExec exec = new SshExec(server.endpoint(), 64 << 10)) {
      PluginException e = failure(exec);

      assertThat(e.kind()).isEqualTo(Kind.RESOURCE);
      assertThat(e).hasMessageContaining("longer than 65536 octets");
    }
  }

  @Test
  void exec_muchOnBothStreams_doesNotBlock() throws Exception {
    try (TestServer server =
            new TestServer(ECDSA)
                .behave(
                    s -> {
                      byte[] chunk = "y".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
                      for (int i = 0; i < 8; i++) {
                        s.err().write(chunk);
                        s.err().flush();
                        s.out().write(chunk);
                        s.out().flush();
                      }
                      s.exit().onExit(0);
                    });
        SshExec exec = new SshExec(server.endpoint())) {
      ExecResult result = exec.exec(LINE);

      assertThat(result.out()).hasSize(8 << 16);
      assertThat(result.err()).hasSize(8 << 16);
    }
  }

  @Test
  void exec_interrupted_endsTheCommandAndKeepsTheConnection() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    try (TestServer server =
            new TestServer(ECDSA)
                .behave(
                    s -> {
                      running.countDown();
                      try {
                        new CountDownLatch(1).await();
                      } finally {
                        ended.countDown();
                      }
                    });
        SshExec exec = new SshExec(server.endpoint())) {
      AtomicReference<Throwable> seen = new AtomicReference<>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  exec.exec(LINE);
                } catch (Exception e) {
                  seen.set(e);
                }
              });
      caller.start();
      assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();

      caller.interrupt();

      caller.join(5_000);
      assertThat(seen.get()).isInstanceOf(InterruptedException.class);
      assertThat(ended.await(10, TimeUnit.SECONDS)).as("the command was ended").isTrue();
      server.behave(s -> s.exit().onExit(0));
      assertThat(exec.exec(LINE).status()).isZero();
      assertThat(server.logins).hasValue(1);
    }
  }

  @Test
  void exec_manyAtOnce_neverMoreThanFourChannels() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService callers = Executors.newFixedThreadPool(16);
    try (TestServer server =
            new TestServer(ECDSA)
                .maxChannels(SshExec.MAX_CHANNELS + 1)
                .behave(
                    s -> {
                      most.accumulateAndGet(now.incrementAndGet(), Math::max);
                      TimeUnit.MILLISECONDS.sleep(20);
                      now.decrementAndGet();
                      s.exit().onExit(0);
                    });
        SshExec exec = new SshExec(server.endpoint())) {
      exec.exec(LINE);
      List<Future<ExecResult>> results = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        results.add(callers.submit(() -> exec.exec(LINE)));
      }
      for (Future<ExecResult> result : results) {
        assertThat(result.get(30, TimeUnit.SECONDS).status()).isZero();
      }
      assertThat(most.get()).isBetween(2, SshExec.MAX_CHANNELS);
      assertThat(server.logins).hasValue(1);
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void exec_serverOpensNoChannel_isResource() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    ExecutorService callers = Executors.newSingleThreadExecutor();
    try (TestServer server =
            new TestServer(ECDSA)
                .maxChannels(1)
                .behave(
                    s -> {
                      running.countDown();
                      release.await();
                      s.exit().onExit(0);
                    });
        SshExec exec = new SshExec(server.endpoint())) {
      Future<ExecResult> first = callers.submit(() -> exec.exec(LINE));
      assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();

      PluginException e = failure(exec);
      release.countDown();

      assertThat(e.kind()).isEqualTo(Kind.RESOURCE);
      assertThat(first.get(10, TimeUnit.SECONDS).status()).as("the other one goes on").isZero();
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void close_commandUnderWay_endsItAndRefusesFurtherOnes() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    ExecutorService callers = Executors.newSingleThreadExecutor();
    try (TestServer server =
        new TestServer(ECDSA)
            .behave(
                s -> {
                  running.countDown();
                  new CountDownLatch(1).await();
                })) {
      SshExec exec = new SshExec(server.endpoint());
      Future<ExecResult> under = callers.submit(() -> exec.exec(LINE));
      assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();

      exec.close();

      assertThatThrownBy(() -> under.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(PluginException.class);
      assertThat(failure(exec).kind()).isEqualTo(Kind.UNREACHABLE);
    } finally {
      callers.shutdownNow();
    }
  }
}

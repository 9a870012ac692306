package io.readback.router.ssh;

import io.readback.router.command.CommandLine;
import io.readback.router.command.ExecResult;
import io.readback.router.command.RouterShell;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.PluginException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.direct.Session;
import org.jspecify.annotations.Nullable;

/**
 * Runs command lines on one router over one connection, which is opened when first needed, kept,
 * and opened anew after a failure. Safe from any thread; at most {@value #MAX_CHANNELS} command
 * lines run at once, the others wait.
 */
public final class SshExec implements RouterShell {
  /** OpenSSH's MaxSessions is 10 for all who share a connection. */
  static final int MAX_CHANNELS = 4;

  /** Octets of standard output accepted of one command line. */
  public static final int MAX_OUTPUT = 32 << 20;

  private static final int MAX_COMPLAINT = 1 << 20;

  private final SshEndpoint endpoint;
  private final int maxOutput;
  private final SshLogin login;
  private final Semaphore channels = new Semaphore(MAX_CHANNELS, true);
  private final ReentrantLock connecting = new ReentrantLock();
  private final AtomicReference<@Nullable SSHClient> connection = new AtomicReference<>();
  // The library's calls cannot be interrupted while in the socket: they run here, and the caller
  // waits where it can be.
  private final ExecutorService calls;
  private volatile boolean closed;

  public SshExec(SshEndpoint endpoint) {
    this(endpoint, MAX_OUTPUT);
  }

  /** As above with another limit of standard output, in octets. */
  SshExec(SshEndpoint endpoint, int maxOutput) {
    this.endpoint = endpoint;
    this.maxOutput = maxOutput;
    this.login = new SshLogin(endpoint);
    this.calls =
        Executors.newCachedThreadPool(
            call -> {
              Thread thread = new Thread(call, "ssh-" + endpoint.place());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** A connection that was kept and turns out to be dead is opened anew once. */
  @Override
  public ExecResult exec(CommandLine command) throws PluginException, InterruptedException {
    channels.acquire();
    try {
      SSHClient kept = connection.get();
      if (kept != null && usable(kept)) {
        try {
          return run(kept, command);
        } catch (PluginException e) {
          if (e.kind() != Kind.UNREACHABLE) {
            throw e;
          }
        }
      }
      return run(connected(), command);
    } finally {
      channels.release();
    }
  }

  /** Ends the connection and every command on it. */
  @Override
  public void close() {
    closed = true;
    login.abort();
    SSHClient client = connection.getAndSet(null);
    if (client != null) {
      SshLogin.closeQuietly(client);
    }
    calls.shutdownNow();
  }

  private static boolean usable(SSHClient client) {
    return client.isConnected() && client.isAuthenticated();
  }

  private SSHClient connected() throws PluginException, InterruptedException {
    connecting.lockInterruptibly();
    try {
      SSHClient present = connection.get();
      if (present != null && usable(present)) {
        return present;
      }
      if (closed) {
        throw new PluginException(Kind.UNREACHABLE, endpoint.place() + ": no longer in use");
      }
      if (present != null) {
        drop(present);
      }
      // The pinned type may be the last of those asked for, each with its own time-outs.
      Duration limit = endpoint.connectTimeout().multipliedBy(3L * HostKeyPin.TYPES.size());
      SSHClient client = await(calls.submit(login::open), limit, "connecting", login::abort);
      connection.set(client);
      if (closed) {
        drop(client);
      }
      return client;
    } finally {
      connecting.unlock();
    }
  }

  private void drop(SSHClient client) {
    connection.compareAndSet(client, null);
    SshLogin.closeQuietly(client);
  }

  private ExecResult run(SSHClient client, CommandLine command)
      throws PluginException, InterruptedException {
    AtomicReference<@Nullable Session> session = new AtomicReference<>();
    Future<ExecResult> running = calls.submit(() -> converse(client, command, session));
    try {
      return await(running, endpoint.readTimeout(), "answering", () -> closeLater(session.get()));
    } catch (PluginException e) {
      // A connection that failed once is not trusted with the next command.
      boolean refusedOnly = e.kind() == Kind.RESOURCE && session.get() == null;
      if (!refusedOnly && e.kind() != Kind.UNSUPPORTED) {
        drop(client);
      }
      throw e;
    }
  }

  private ExecResult converse(
      SSHClient client, CommandLine command, AtomicReference<@Nullable Session> opened)
      throws Exception {
    try (Session session = client.startSession()) {
      opened.set(session);
      Session.Command running = session.exec(command.line());
      Future<byte[]> err =
          calls.submit(() -> drain(running.getErrorStream(), MAX_COMPLAINT, "messages"));
      byte[] out = drain(running.getInputStream(), maxOutput, "answer");
      byte[] complaint = err.get();
      running.join(endpoint.readTimeout().toMillis(), TimeUnit.MILLISECONDS);
      Integer status = running.getExitStatus();
      if (status == null) {
        String signal =
            running.getExitSignal() == null ? "" : " (signal " + running.getExitSignal() + ")";
        throw new PluginException(
            client.isConnected() ? Kind.PROTOCOL : Kind.UNREACHABLE,
            endpoint.place() + ": the command ended without an exit status" + signal);
      }
      return new ExecResult(status, out, complaint);
    }
  }

  private byte[] drain(InputStream stream, int limit, String what)
      throws IOException, PluginException {
    ByteArrayOutputStream held = new ByteArrayOutputStream();
    byte[] chunk = new byte[1 << 16];
    for (int n = stream.read(chunk); n >= 0; n = stream.read(chunk)) {
      if (held.size() + n > limit) {
        throw new PluginException(
            Kind.RESOURCE,
            endpoint.place() + ": the " + what + " is longer than " + limit + " octets");
      }
      held.write(chunk, 0, n);
    }
    return held.toByteArray();
  }

  private <T> T await(Future<T> call, Duration limit, String doing, Runnable abort)
      throws PluginException, InterruptedException {
    try {
      return call.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      abort.run();
      call.cancel(true);
      throw e;
    } catch (TimeoutException e) {
      abort.run();
      call.cancel(true);
      throw new PluginException(
          Kind.TIMEOUT,
          endpoint.place() + " did not finish " + doing + " within " + limit.toMillis() + " ms",
          e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof ExecutionException nested && nested.getCause() != null) {
        cause = nested.getCause();
      }
      if (cause instanceof PluginException known) {
        throw known;
      }
      throw SshFailures.of(endpoint, doing, cause);
    }
  }

  /** Closing waits for the other side's word; the caller does not. */
  private void closeLater(@Nullable Session session) {
    if (session == null) {
      return;
    }
    try {
      calls.execute(() -> closeQuietly(session));
    } catch (RejectedExecutionException e) {
      // Closed meanwhile, and the channel with it.
    }
  }

  private static void closeQuietly(Session session) {
    try {
      session.close();
    } catch (IOException e) {
      // The channel is given up in any case.
    }
  }
}

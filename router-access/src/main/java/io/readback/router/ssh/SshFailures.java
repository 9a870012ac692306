package io.readback.router.ssh;

import io.readback.router.text.RouterText;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.PluginException.Kind;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.userauth.UserAuthException;

/** What went wrong on the way, as the kinds that the engine tells apart. */
final class SshFailures {
  private SshFailures() {}

  static PluginException of(SshEndpoint endpoint, String doing, Throwable failure) {
    String place = endpoint.place();
    if (find(failure, UnknownHostException.class)) {
      return failed(Kind.UNREACHABLE, place + ": the name cannot be resolved", failure);
    }
    if (find(failure, ConnectException.class) || find(failure, NoRouteToHostException.class)) {
      return failed(
          Kind.UNREACHABLE, place + " cannot be reached over SSH: " + deepest(failure), failure);
    }
    if (find(failure, SocketTimeoutException.class) || find(failure, TimeoutException.class)) {
      return failed(Kind.TIMEOUT, place + " did not answer in time while " + doing, failure);
    }
    if (find(failure, OpenFailException.class)) {
      return failed(
          Kind.RESOURCE,
          place + " opens no further channel (sshd's MaxSessions?): " + deepest(failure),
          failure);
    }
    if (find(failure, EOFException.class)
        || find(failure, SocketException.class)
        || reason(failure) == DisconnectReason.CONNECTION_LOST
        || reason(failure) == DisconnectReason.BY_APPLICATION
        || deepest(failure).contains("EOF")
        || deepest(failure).contains("closed")) {
      return failed(
          Kind.UNREACHABLE,
          place + " closed the connection while " + doing + ": " + deepest(failure),
          failure);
    }
    return failed(
        Kind.PROTOCOL, place + ": SSH failed while " + doing + ": " + deepest(failure), failure);
  }

  static PluginException login(SshEndpoint endpoint, Throwable failure) {
    DisconnectReason reason = reason(failure);
    boolean refused =
        find(failure, UserAuthException.class)
            && !find(failure, TimeoutException.class)
            && !find(failure, SocketException.class);
    if (refused
        || reason == DisconnectReason.NO_MORE_AUTH_METHODS_AVAILABLE
        || reason == DisconnectReason.ILLEGAL_USER_NAME
        || deepest(failure).contains("authentication failures")) {
      return failed(
          Kind.AUTHENTICATION,
          endpoint.place()
              + " refused to let user '"
              + RouterText.oneLine(endpoint.user())
              + "' in with "
              + offered(endpoint)
              + "; check user and secretRef, and authorized_keys on the router",
          failure);
    }
    return of(endpoint, "logging in", failure);
  }

  static PluginException hostKey(SshEndpoint endpoint, HostKeyPin seen) {
    return new PluginException(
        Kind.HOST_KEY,
        endpoint.place()
            + " shows host key "
            + seen
            + " but "
            + endpoint.pin()
            + " is pinned; if the router's key was changed on purpose, read the new fingerprint on"
            + " its console and set hostKey, else somebody is in between");
  }

  private static String offered(SshEndpoint endpoint) {
    boolean key = endpoint.credentials().privateKey().isPresent();
    boolean password = endpoint.credentials().password().isPresent();
    return key && password
        ? "the private key and the password"
        : key ? "the private key" : "the password";
  }

  private static PluginException failed(Kind kind, String message, Throwable failure) {
    return new PluginException(kind, message, failure);
  }

  private static boolean find(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }

  private static DisconnectReason reason(Throwable failure) {
    DisconnectReason reason = DisconnectReason.UNKNOWN;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SSHException ssh && ssh.getDisconnectReason() != DisconnectReason.UNKNOWN) {
        reason = ssh.getDisconnectReason();
      }
    }
    return reason;
  }

  private static String deepest(Throwable failure) {
    String text = failure.getClass().getSimpleName();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t.getMessage() != null && !t.getMessage().isBlank()) {
        text = t.getMessage();
      }
    }
    return RouterText.oneLine(text);
  }
}

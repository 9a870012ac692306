package io.readback.router.ssh;

import java.time.Duration;

/**
 * Where to log in, as whom, and how long to wait.
 *
 * @param host an address or a name
 * @param pin the only host key accepted
 * @param connectTimeout for the TCP connection, the key exchange and the login, each
 * @param readTimeout for the whole answer to one command line
 */
public record SshEndpoint(
    String host,
    int port,
    String user,
    HostKeyPin pin,
    SshCredentials credentials,
    Duration connectTimeout,
    Duration readTimeout) {

  /** {@code host:port}, with brackets around an IPv6 address. */
  public String place() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}

package io.readback.app.api;

/** Where an agent's API is: {@code HOST:PORT}, {@code [IPV6]:PORT} or {@code unix:PATH}. */
public sealed interface Endpoint {
  /** A TCP endpoint. */
  record Tcp(String host, int port) implements Endpoint {
    @Override
    public String toString() {
      return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
  }

  /** A unix domain socket. */
  record Unix(String path) implements Endpoint {
    @Override
    public String toString() {
      return "unix:" + path;
    }
  }

  /** Loopback only. */
  String DEFAULT = "127.0.0.1:7179";

  /**
   * Reads an endpoint.
   *
   * @throws IllegalArgumentException saying what is allowed
   */
  static Endpoint parse(String text) {
    if (text.startsWith("unix:") && text.length() > 5) {
      return new Unix(text.substring(5));
    }
    String rest = text.startsWith("http://") ? text.substring(7).replaceAll("/+$", "") : text;
    int colon = rest.lastIndexOf(':');
    String host = colon < 0 ? "" : rest.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    String port = rest.substring(colon + 1);
    int number = port.matches("\\d{1,5}") ? Integer.parseInt(port) : -1;
    if (host.isEmpty() || number < 0 || number > 65535) {
      throw new IllegalArgumentException(
          "an API address is HOST:PORT or unix:PATH but was '" + text + "'");
    }
    return new Tcp(host, number);
  }
}

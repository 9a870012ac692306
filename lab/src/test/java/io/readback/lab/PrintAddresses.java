package io.readback.lab;

import java.net.NetworkInterface;
import java.net.SocketException;

/** Prints the addresses of the network it runs in, and its first argument. */
final class PrintAddresses {
  private PrintAddresses() {}

  public static void main(String[] arguments) throws SocketException {
    NetworkInterface.networkInterfaces()
        .flatMap(i -> i.inetAddresses().map(a -> i.getName() + " " + a.getHostAddress()))
        .forEach(System.out::println);
    System.out.println(arguments[0]);
  }
}

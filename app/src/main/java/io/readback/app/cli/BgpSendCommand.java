package io.readback.app.cli;

import io.readback.bgp.send.BgpSend;
import io.readback.bgp.send.SendOptions;
import io.readback.spi.net.IpAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    description = {
      "Feeds a router under test with the routes of a file, with the production speaker: listens, and ends on SIGTERM.",
      "The file has lines PREFIX NEXTHOP [ATTRIBUTE...]. The next hop may be self; attributes are communities"
          + " (65000:1, 65000:1:2, target:65000:1, bandwidth:65000:125000000), med=N, local-pref=N and"
          + " as-path=N,N."
    })
final class BgpSendCommand implements Callable<Integer> {
  @Option(
      names = "--local",
      required = true,
      paramLabel = "A",
      description = "The address to listen at.")
  private String local = "";

  @Option(names = "--port", paramLabel = "P", description = "The port to listen at (default: 179).")
  private int port = 179;

  @Option(
      names = "--peer",
      required = true,
      paramLabel = "B",
      description = "The router's address.")
  private String peer = "";

  @Option(names = "--local-as", required = true, paramLabel = "N", description = "Our AS number.")
  private long localAsn;

  @Option(
      names = "--peer-as",
      required = true,
      paramLabel = "M",
      description = "The router's AS number; 0: any.")
  private long peerAsn;

  @Option(
      names = "--id",
      required = true,
      paramLabel = "I",
      description = "Our BGP Identifier, as an IPv4 address.")
  private String identifier = "";

  @Option(names = "--routes", required = true, paramLabel = "FILE", description = "The routes.")
  private Path routes = Path.of("");

  @Option(
      names = "--ready",
      paramLabel = "FILE",
      description = "Created when all is loaded and we listen.")
  private Optional<Path> ready = Optional.empty();

  @Option(
      names = "--ctl",
      paramLabel = "SOCKET",
      description =
          "A Unix socket that takes lines 'announce PREFIX NEXTHOP' and 'withdraw PREFIX'"
              + " or 'withdraw all'.")
  private Optional<Path> control = Optional.empty();

  @Override
  public Integer call() throws InterruptedException {
    try {
      BgpSend.run(
          new SendOptions(
              IpAddress.parse(local),
              port,
              IpAddress.parse(peer),
              localAsn,
              peerAsn,
              IpAddress.parse(identifier),
              routes,
              ready,
              control));
      return ExitCode.FINE;
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.USAGE, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }
}

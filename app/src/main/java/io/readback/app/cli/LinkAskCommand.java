package io.readback.app.cli;

import io.readback.layer2.frame.MacAddress;
import io.readback.layer2.probe.LinkProbe;
import io.readback.linux.LinuxException;
import io.readback.spi.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "ask",
    mixinStandardHelpOptions = true,
    description =
        "Ask the link who answers for addresses, by ARP and neighbour discovery, from another node"
            + " than the one that should answer: what this machine answers itself cannot be heard."
            + " Needs CAP_NET_RAW and no agent. Exits 1 where nobody or more than one answers.")
final class LinkAskCommand implements Callable<Integer> {
  private static final View VIEW =
      new View(
          "",
          List.of(
              Column.field("ADDRESS", "address"),
              Column.field("STATUS", "status"),
              Column.field("ANSWERED BY", "answeredBy")),
          "Nothing was asked.");

  @Parameters(paramLabel = "ADDRESS", arity = "1..*", description = "IPv4 or IPv6 addresses.")
  private List<String> addresses = List.of();

  @Option(
      names = "--interface",
      required = true,
      paramLabel = "NAME",
      description = "The Ethernet interface to ask from.")
  private String interfaceName = "";

  @Option(
      names = "--wait",
      paramLabel = "MS",
      defaultValue = "900",
      description =
          "How long to listen, in milliseconds (default: 900); each address is asked 3 times.")
  private int wait;

  @Mixin private final PrintOptions output = new PrintOptions();
  @Spec private @Nullable CommandSpec spec;

  /** What a link says of an address. */
  private record Row(String address, String status, List<String> answeredBy) {}

  @Override
  public Integer call() {
    SortedSet<IpAddress> asked = new TreeSet<>();
    for (String text : addresses) {
      asked.add(
          IpAddress.tryParse(text)
              .orElseThrow(
                  () ->
                      new CommandFailure(
                          ExitCode.USAGE, "'" + text + "' is no address: write IPv4 or IPv6")));
    }
    if (wait < 30 || wait > 60_000) {
      throw new CommandFailure(ExitCode.USAGE, "--wait must be 30 to 60000 but was " + wait);
    }
    SortedMap<IpAddress, SortedSet<MacAddress>> answers;
    try {
      answers = LinkProbe.ask(interfaceName, asked, Duration.ofMillis(wait));
    } catch (LinuxException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
    List<Row> rows = new ArrayList<>();
    answers.forEach(
        (address, by) ->
            rows.add(
                new Row(
                    address.toString(),
                    by.isEmpty() ? "nobody" : by.size() == 1 ? "answered" : "duplicate",
                    by.stream().map(MacAddress::toString).toList())));
    JsonNode document = JsonMapper.builder().build().valueToTree(rows);
    new DocumentPrinter(output, Objects.requireNonNull(spec).commandLine().getOut())
        .print(VIEW, document);
    return answers.values().stream().allMatch(by -> by.size() == 1)
        ? ExitCode.FINE
        : ExitCode.WRONG;
  }
}

package io.readback.app.cli;

import io.readback.spi.observe.SessionDump;
import io.readback.spi.plugin.ConfigKey;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "dump",
    mixinStandardHelpOptions = true,
    description =
        "Writes a file in MRT format (RFC 6396), which bgpdump and gobgp read: the messages and"
            + " state changes of one session from now on, or with --table one of its tables as it"
            + " is now.")
final class BgpDumpCommand implements Callable<Integer> {
  private static final int KIB = 1024;

  @Mixin private final ApiOptions api = new ApiOptions();
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--peer",
      required = true,
      paramLabel = "P",
      description = "The session, by the peer's name, by instance/name, or by address.")
  private String peer = "";

  @Option(
      names = "--table",
      paramLabel = "advertised|received",
      description =
          "What the peer was told, or what it told us, in place of messages; the session must be"
              + " established.")
  private Optional<SessionDump.Table> table = Optional.empty();

  @Option(names = "--output", required = true, paramLabel = "FILE", description = "Written anew.")
  private Path output = Path.of("");

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description = "How long, such as 30s, 5m, 1h; at most 24h (default: 60s).")
  private String time = "60s";

  @Option(
      names = "--size",
      paramLabel = "KIB",
      description = "How much at most, in KiB; at most 1048576 (default: 65536).")
  private long size = 65_536;

  @Override
  public Integer call() {
    Duration duration;
    try {
      duration = ConfigKey.duration(time);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "--time must be " + e.getMessage() + " but was '" + time + "'");
    }
    String path =
        "/v1/bgp/dump?peer="
            + URLEncoder.encode(peer, StandardCharsets.UTF_8)
            + "&seconds="
            + Math.max(1, duration.toSeconds())
            + "&octets="
            + Math.max(0, size) * KIB
            + table.map(t -> "&table=" + t).orElse("");
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try (OutputStream file = Files.newOutputStream(output)) {
      long octets = new ApiClient(api.endpoint()).download(path, file);
      out.println(octets + " octets in " + output);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "--output " + output + " cannot be written: " + e.getMessage());
    }
    return ExitCode.FINE;
  }
}

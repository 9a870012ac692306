package io.readback.app.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "bgp",
    mixinStandardHelpOptions = true,
    description = "BGP peers, routes, route policies and messages.",
    subcommands = {
      BgpPeersCommand.class,
      BgpEventsCommand.class,
      BgpRoutesCommand.class,
      BgpRoutePoliciesCommand.class,
      BgpDecodeCommand.class,
      BgpDumpCommand.class,
      BgpSendCommand.class
    })
final class BgpCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    CommandSpec self = Objects.requireNonNull(spec);
    self.commandLine().usage(self.commandLine().getOut());
  }
}

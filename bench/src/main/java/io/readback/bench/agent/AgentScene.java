package io.readback.bench.agent;

import io.readback.bench.scene.ControlChannel;
import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import io.readback.lab.router.FrrRouter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A whole FRR that waits for one agent, and the node that the agent will run on. */
public final class AgentScene implements AutoCloseable {
  private static final String ROUTER = "172.16.10.1";
  private static final String AGENT = "172.16.10.11";

  /** The agent's address as a number. */
  public static final int AGENT_ADDRESS = 0xac100a0b;

  private static final Pattern RECEIVED = Pattern.compile("\"pfxRcd\":(\\d+)");
  private static final long DEADLINE_SECONDS = 120;

  private final LabNode node;
  private final FrrRouter router;
  private final ControlChannel bgpd;

  private AgentScene(LabNode node, FrrRouter router) {
    this.node = node;
    this.router = router;
    this.bgpd = ControlChannel.open(router.vty("bgpd"), ControlChannel.Protocol.VTY);
  }

  /** The router runs when this returns. */
  public static AgentScene in(Lab lab) {
    LabNode tor = lab.router("tor", ROUTER + "/24");
    LabNode node = lab.node("n1", AGENT + "/24");
    FrrRouter router =
        FrrRouter.on(tor)
            .config(
                """
                frr defaults datacenter
                router bgp 65000
                 bgp router-id %1$s
                 no bgp ebgp-requires-policy
                 neighbor %2$s remote-as 65001
                 neighbor %2$s passive
                """
                    .formatted(ROUTER, AGENT))
            .start();
    return new AgentScene(node, router);
  }

  public LabNode node() {
    return node;
  }

  public LabNode router() {
    return router.node();
  }

  /** Starts {@code readback run} with state in a folder of its own. */
  public LabProcess startAgent(Path distribution, AgentFolder manifests) {
    return node.start(
        "agent",
        distribution.resolve("bin/readback").toString(),
        "run",
        "--config",
        manifests.folder().toString(),
        "--state",
        node.dir().resolve("state").toString(),
        "--node",
        "n1");
  }

  /** Waits until the router's BGP table has so many routes of the agent. */
  public void awaitReceived(int routes) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (received() < routes) {
      if (System.nanoTime() > end) {
        throw new IOException(
            "the router received %d of %d routes in %d s"
                .formatted(received(), routes, DEADLINE_SECONDS));
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private int received() {
    Matcher found = RECEIVED.matcher(bgpd.ask("show bgp ipv4 unicast summary json"));
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }

  @Override
  public void close() {
    bgpd.close();
    router.close();
  }
}

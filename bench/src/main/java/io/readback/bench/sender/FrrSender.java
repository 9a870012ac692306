package io.readback.bench.sender;

import io.readback.bench.scene.ControlChannel;
import io.readback.bench.scene.Scene;
import io.readback.lab.LabProcess;
import io.readback.lab.router.FrrRouter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * FRR's bgpd. It has no way to load many routes but a session, so a feeder on the same node fills
 * its table; its AS path is one AS longer than the others'.
 */
final class FrrSender implements Sender {
  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final Pattern FED =
      Pattern.compile(
          "\"" + Pattern.quote(Scene.FEEDER) + "\":.*?\"pfxRcd\":(\\d+)", Pattern.DOTALL);

  private final FrrRouter frr;
  private final ReplaySender feeder;
  private final ControlChannel control;

  private FrrSender(FrrRouter frr, ReplaySender feeder, ControlChannel control) {
    this.frr = frr;
    this.feeder = feeder;
    this.control = control;
  }

  static FrrSender start(Scene scene) throws IOException, InterruptedException {
    ReplaySender feeder = ReplaySender.feed(scene);
    FrrRouter frr =
        FrrRouter.on(scene.sender())
            .bgpOnly()
            // the feeder has the port at another address
            .listen(Scene.SENDER)
            .config(
                """
                frr defaults datacenter
                router bgp %d
                 bgp router-id %s
                 no bgp ebgp-requires-policy
                 no bgp network import-check
                 bgp disable-ebgp-connected-route-check
                 neighbor %3$s remote-as %4$d
                 neighbor %3$s passive
                 neighbor %3$s update-source %2$s
                 neighbor %5$s remote-as %6$d
                 neighbor %5$s update-source %7$s
                 neighbor %5$s timers connect 1
                 address-family ipv4 unicast
                  neighbor %3$s next-hop-self
                 exit-address-family
                """
                    .formatted(
                        Scene.SENDER_ASN,
                        Scene.SENDER,
                        Scene.RECEIVER,
                        Scene.RECEIVER_ASN,
                        Scene.FEEDER,
                        Scene.FEEDER_ASN,
                        Scene.FED))
            .start();
    ControlChannel control = ControlChannel.open(frr.vty("bgpd"), ControlChannel.Protocol.VTY);
    frr.daemon("bgpd").await("fed", DEADLINE, () -> fed(control) >= scene.routes().count());
    if (scene.routes().count() > 0) {
      // its best paths follow a moment after it has counted them
      TimeUnit.SECONDS.sleep(2);
    }
    return new FrrSender(frr, feeder, control);
  }

  private static int fed(ControlChannel control) {
    Matcher found = FED.matcher(control.ask("show bgp ipv4 unicast summary json"));
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }

  @Override
  public LabProcess process() {
    return frr.daemon("bgpd");
  }

  @Override
  public Request announcement(int single) {
    List<String> lines =
        List.of(
            "enable",
            "configure terminal",
            "router bgp " + Scene.SENDER_ASN,
            "address-family ipv4 unicast",
            "network " + Scene.singleText(single) + "/32",
            "end");
    return () -> lines.forEach(control::ask);
  }

  @Override
  public Optional<Request> withdrawal() {
    // its table is its feeder's
    return Optional.of(feeder::close);
  }

  @Override
  public void close() {
    control.close();
    frr.close();
    feeder.close();
  }
}

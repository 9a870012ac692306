package io.readback.bench.receiver;

import io.readback.bench.scene.ControlChannel;
import io.readback.bench.scene.Scene;
import io.readback.lab.LabProcess;
import io.readback.lab.router.FrrRouter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** FRR's bgpd alone, so that neither zebra nor the kernel takes processor time from it. */
final class FrrReceiver implements Receiver {
  private static final Pattern RECEIVED = Pattern.compile("\"pfxRcd\":(\\d+)");

  private final FrrRouter frr;
  private final ControlChannel control;

  private FrrReceiver(FrrRouter frr) {
    this.frr = frr;
    this.control = ControlChannel.open(frr.vty("bgpd"), ControlChannel.Protocol.VTY);
  }

  static FrrReceiver start(Scene scene) {
    return new FrrReceiver(
        FrrRouter.on(scene.receiver())
            .bgpOnly()
            .config(
                """
                frr defaults datacenter
                router bgp %d
                 bgp router-id %s
                 no bgp ebgp-requires-policy
                 neighbor %3$s remote-as %4$d
                 neighbor %3$s timers connect 1
                """
                    .formatted(Scene.RECEIVER_ASN, Scene.RECEIVER, Scene.SENDER, Scene.SENDER_ASN))
            .start());
  }

  @Override
  public LabProcess process() {
    return frr.daemon("bgpd");
  }

  private String summary() {
    return control.ask("show bgp ipv4 unicast summary json");
  }

  @Override
  public boolean established() {
    return summary().contains("Established");
  }

  @Override
  public int held() {
    Matcher found = RECEIVED.matcher(summary());
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }

  @Override
  public void close() {
    control.close();
    frr.close();
  }
}

package io.readback.bench.receiver;

import io.readback.bench.scene.ControlChannel;
import io.readback.bench.scene.Scene;
import io.readback.lab.LabProcess;
import io.readback.lab.router.BgpPeer;
import io.readback.lab.router.BirdRouter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** BIRD, which imports everything. */
final class BirdReceiver implements Receiver {
  private static final Pattern IMPORTED = Pattern.compile("Routes: +(\\d+) imported");

  private final BirdRouter bird;
  private final ControlChannel control;

  private BirdReceiver(BirdRouter bird) {
    this.bird = bird;
    this.control = ControlChannel.open(bird.control(), ControlChannel.Protocol.BIRD);
  }

  static BirdReceiver start(Scene scene) {
    return new BirdReceiver(
        BirdRouter.on(scene.receiver(), Scene.RECEIVER_ASN, Scene.RECEIVER)
            .peer(BgpPeer.to(Scene.SENDER, Scene.SENDER_ASN).localAddress(Scene.RECEIVER).build())
            .start());
  }

  @Override
  public LabProcess process() {
    return bird.process();
  }

  @Override
  public boolean established() {
    return control.ask("show protocols all p0").contains("Established");
  }

  @Override
  public int held() {
    Matcher found = IMPORTED.matcher(control.ask("show protocols all p0"));
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }

  @Override
  public void close() {
    control.close();
    bird.close();
  }
}

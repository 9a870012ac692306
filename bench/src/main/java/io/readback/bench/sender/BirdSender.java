package io.readback.bench.sender;

import io.readback.bench.scene.ControlChannel;
import io.readback.bench.scene.Scene;
import io.readback.lab.LabProcess;
import io.readback.lab.router.BgpPeer;
import io.readback.lab.router.BirdRouter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * BIRD with static routes. It has no command to announce: each single prefix is a static protocol
 * of its own that is enabled.
 */
final class BirdSender implements Sender {
  private final BirdRouter bird;
  private final ControlChannel control;

  private BirdSender(BirdRouter bird) {
    this.bird = bird;
    this.control = ControlChannel.open(bird.control(), ControlChannel.Protocol.BIRD);
  }

  static BirdSender start(Scene scene) throws IOException {
    Path routes = scene.sender().dir().resolve("routes.conf");
    StringBuilder singles = new StringBuilder();
    for (int i = 0; i < scene.singles(); i++) {
      singles.append(
          "protocol static single%d { disabled; ipv4; route %s/32 blackhole; }%n"
              .formatted(i, Scene.singleText(i)));
    }
    scene
        .routes()
        .write(
            routes,
            "protocol static many {\n  ipv4;\n",
            (address, community) ->
                "  route "
                    + address
                    + "/32 blackhole"
                    + (community.isPresent()
                        ? " { bgp_community.add((65001," + community.getAsInt() + ")); };"
                        : ";"),
            "}\n" + singles);
    return new BirdSender(
        BirdRouter.on(scene.sender(), Scene.SENDER_ASN, Scene.SENDER)
            .peer(
                BgpPeer.to(Scene.RECEIVER, Scene.RECEIVER_ASN)
                    .localAddress(Scene.SENDER)
                    .passive()
                    .build())
            .lines("include \"" + routes + "\";")
            .start());
  }

  @Override
  public LabProcess process() {
    return bird.process();
  }

  @Override
  public Request announcement(int single) {
    return () -> control.ask("enable single" + single);
  }

  @Override
  public Optional<Request> withdrawal() {
    return Optional.of(() -> control.ask("disable many"));
  }

  @Override
  public void close() {
    control.close();
    bird.close();
  }
}

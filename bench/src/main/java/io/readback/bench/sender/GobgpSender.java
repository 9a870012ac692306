package io.readback.bench.sender;

import io.readback.bench.routes.MrtTable;
import io.readback.bench.scene.Scene;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import io.readback.lab.router.BgpPeer;
import io.readback.lab.router.GobgpRouter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** GoBGP, whose table is filled from an MRT file. Single prefixes go by its command line. */
final class GobgpSender implements Sender {
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  /** The command ends before its queue is empty: what may be lost is more of the last route. */
  private static final int REPEATS = 4000;

  private final GobgpRouter gobgp;

  private GobgpSender(GobgpRouter gobgp) {
    this.gobgp = gobgp;
  }

  static GobgpSender start(Scene scene) throws IOException {
    LabNode node = scene.sender();
    GobgpRouter gobgp =
        GobgpRouter.on(node, Scene.SENDER_ASN, Scene.SENDER)
            .peer(
                BgpPeer.to(Scene.RECEIVER, Scene.RECEIVER_ASN)
                    .localAddress(Scene.SENDER)
                    .passive()
                    .build())
            .start();
    if (scene.routes().count() > 0) {
      Path file = node.dir().resolve("routes.mrt");
      MrtTable.write(
          file,
          scene.routes(),
          Scene.FEEDER_ADDRESS,
          Scene.FEEDER_ASN,
          Scene.SENDER_ADDRESS,
          REPEATS);
      node.exec(List.of("gobgp", "mrt", "inject", "global", file.toString()), "", DEADLINE)
          .orFail();
      gobgp
          .process()
          .await(
              "loaded",
              DEADLINE,
              () -> gobgp.routeCount(BgpPeer.Family.IPV4) >= scene.routes().count());
    }
    return new GobgpSender(gobgp);
  }

  @Override
  public LabProcess process() {
    return gobgp.process();
  }

  @Override
  public Request announcement(int single) {
    return () -> gobgp.announce(Scene.singleText(single) + "/32", Scene.SENDER);
  }

  @Override
  public void close() {
    gobgp.close();
  }
}

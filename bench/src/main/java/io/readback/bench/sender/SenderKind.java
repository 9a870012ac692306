package io.readback.bench.sender;

import io.readback.bench.scene.Scene;
import java.io.IOException;

/** The speakers that can send. */
public enum SenderKind {
  /** Prepared octets in one write: what the receiver can take, the floor for all others. */
  REPLAY(10_000_000),
  READBACK(10_000_000),
  BIRD(10_000_000),
  GOBGP(10_000_000),
  FRR(10_000_000),
  EXABGP(100_000),
  /** Takes minutes to read its routes. */
  OPENBGPD(100_000);

  private final int most;

  SenderKind(int most) {
    this.most = most;
  }

  /** The most routes it can be loaded with in reasonable time. */
  public int most() {
    return most;
  }

  /** Loads and starts it; returns when it has all routes of the scene and listens. */
  public Sender start(Scene scene) throws IOException, InterruptedException {
    return switch (this) {
      case REPLAY -> ReplaySender.start(scene);
      case READBACK -> ReadbackSender.start(scene);
      case BIRD -> BirdSender.start(scene);
      case GOBGP -> GobgpSender.start(scene);
      case FRR -> FrrSender.start(scene);
      case EXABGP -> ExabgpSender.start(scene);
      case OPENBGPD -> OpenbgpdSender.start(scene);
    };
  }
}

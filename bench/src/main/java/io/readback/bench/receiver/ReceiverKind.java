package io.readback.bench.receiver;

import io.readback.bench.scene.Scene;

/** The routers that can receive. */
public enum ReceiverKind {
  BIRD,
  FRR;

  /** Starts it; it dials the sender within a second or so. */
  public Receiver start(Scene scene) {
    return switch (this) {
      case BIRD -> BirdReceiver.start(scene);
      case FRR -> FrrReceiver.start(scene);
    };
  }
}

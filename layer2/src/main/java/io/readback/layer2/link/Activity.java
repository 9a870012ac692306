package io.readback.layer2.link;

import io.readback.spi.observe.LinkActivity;

/** Counts of one target. For one thread. */
final class Activity {
  private long answered;
  private long announced;
  private long dropped;
  private long takeovers;

  /**
   * An answer.
   *
   * @param taken whether the kernel took it
   */
  void answered(boolean taken) {
    if (taken) {
      answered++;
    } else {
      dropped++;
    }
  }

  /** A frame sent unasked. */
  void announced(boolean taken) {
    if (taken) {
      announced++;
    } else {
      dropped++;
    }
  }

  void tookOver() {
    takeovers++;
  }

  /**
   * The counts so far.
   *
   * @param answering VIPs answered for now
   * @param lost frames lost on their way to this node
   */
  LinkActivity counts(int answering, long lost) {
    return new LinkActivity(answering, answered, announced, dropped, takeovers, lost);
  }
}

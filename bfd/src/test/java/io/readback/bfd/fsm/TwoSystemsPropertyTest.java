package io.readback.bfd.fsm;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bfd.packet.BfdState;
import java.util.ArrayDeque;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Two systems with whatever happens between them come up once packets flow again. */
class TwoSystemsPropertyTest {
  /** One side with the packets on their way to it. */
  private static final class Side {
    private BfdVariables now;
    private final ArrayDeque<BfdEvent> inbox = new ArrayDeque<>();

    Side(int discriminator) {
      now = BfdVariables.initial(BfdSettings.DEFAULT, discriminator);
    }

    void on(BfdEvent event, Side peer) {
      BfdStep step = BfdFsm.on(now, event);
      now = step.variables();
      if (step.send() != BfdStep.Send.NOTHING) {
        peer.inbox.add(new BfdEvent.PacketReceived(now.packet(step.send() == BfdStep.Send.FINAL)));
      }
      assertThat(now.transmitInterval()).isGreaterThanOrEqualTo(0);
      assertThat(now.polling()).isIn(false, now.state() == BfdState.UP);
    }

    void tick(Side peer) {
      if (now.transmitInterval() != 0) {
        peer.inbox.add(new BfdEvent.PacketReceived(now.packet(false)));
      }
    }

    void deliver(Side peer) {
      BfdEvent next = inbox.poll();
      if (next != null) {
        on(next, peer);
      }
    }
  }

  @Provide
  Arbitrary<List<Integer>> happenings() {
    return Arbitraries.integers().between(0, 11).list().ofMaxSize(60);
  }

  @Property
  void twoSystems_afterAnything_comeUp(@ForAll("happenings") List<Integer> happenings) {
    Side a = new Side(1);
    Side b = new Side(2);
    for (int what : happenings) {
      Side one = (what & 1) == 0 ? a : b;
      Side other = one == a ? b : a;
      switch (what >> 1) {
        case 0 -> one.tick(other);
        case 1, 2 -> one.deliver(other);
        case 3 -> one.inbox.poll();
        case 4 -> one.on(new BfdEvent.DetectionTimeExpired(), other);
        default -> one.on(new BfdEvent.Disabled(), other);
      }
    }
    a.on(new BfdEvent.Enabled(), b);
    b.on(new BfdEvent.Enabled(), a);
    int rounds = 0;
    while (rounds++ < 30) {
      a.tick(b);
      b.tick(a);
      while (!a.inbox.isEmpty() || !b.inbox.isEmpty()) {
        a.deliver(b);
        b.deliver(a);
      }
    }
    assertThat(a.now.state()).isEqualTo(BfdState.UP);
    assertThat(b.now.state()).isEqualTo(BfdState.UP);
    assertThat(a.now.polling()).isFalse();
    assertThat(b.now.polling()).isFalse();
  }
}

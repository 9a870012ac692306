package io.readback.bfd.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bfd.fsm.BfdSettings;
import io.readback.linux.LinuxException;
import io.readback.spi.net.IpAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class DeadlineQueueTest {
  private static LiveSession session() {
    return new LiveSession(
        BfdPath.singleHop(IpAddress.parse("192.0.2.1")),
        BfdSettings.DEFAULT,
        1,
        path -> {
          throw new LinuxException("nothing is sent here", 0, "");
        },
        path -> {
          throw new LinuxException("nothing is sent here", 0, "");
        },
        new SplittableRandom(1),
        InstantSource.system(),
        0);
  }

  @Property(tries = 300)
  void first_afterAnyPutsAndRemovals_isTheSoonest(@ForAll List<Byte> happenings) {
    DeadlineQueue queue = new DeadlineQueue();
    List<LiveSession> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(session());
    }
    // near the end of the clock's range, over which it wraps
    long base = Long.MAX_VALUE - 50;
    for (byte what : happenings) {
      LiveSession session = all.get(Math.floorMod(what, all.size()));
      if (what % 3 == 0) {
        queue.remove(session);
      } else {
        queue.put(session, base + what);
      }
      List<LiveSession> in = all.stream().filter(s -> s.place >= 0).toList();
      assertThat(queue.size()).isEqualTo(in.size());
      assertThat(queue.isEmpty()).isEqualTo(in.isEmpty());
      if (!in.isEmpty()) {
        long soonest =
            in.stream().map(s -> s.deadline - base).min(Comparator.naturalOrder()).orElseThrow();
        assertThat(queue.first().deadline - base).isEqualTo(soonest);
      }
    }
  }
}

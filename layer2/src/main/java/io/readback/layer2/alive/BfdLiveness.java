package io.readback.layer2.alive;

import io.readback.bfd.fsm.BfdSettings;
import io.readback.bfd.speaker.BfdPath;
import io.readback.bfd.speaker.BfdSession;
import io.readback.bfd.speaker.BfdSpeaker;
import io.readback.bfd.speaker.BfdStatus;
import io.readback.layer2.own.Liveness;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.LinkMember;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Watches nodes by one BFD session each, to the first of their addresses. The other side does the
 * same, since both stand in one line. A node whose agent ends in order says so (AdminDown) and
 * counts as gone at once.
 */
public final class BfdLiveness implements Liveness {
  private final BfdSpeaker speaker;
  private final BfdSettings settings;
  private final Runnable changed;
  private final Runnable closed;
  private final long grace;
  private final int limit;
  private final SortedMap<String, Watch> watches = new TreeMap<>();
  private final Queue<Word> words = new ConcurrentLinkedQueue<>();

  private record Watch(IpAddress address, BfdSession session, Watched state) {}

  /** What BFD said of a node. */
  private record Word(String node, IpAddress address, boolean up) {}

  /**
   * @param grace how long a node that was not heard of yet counts as there
   * @param limit how many nodes are watched at most; further ones count as there
   * @param changed run on BFD's thread when there is news
   * @param closed run when this is closed
   */
  public BfdLiveness(
      BfdSpeaker speaker,
      BfdSettings settings,
      Duration grace,
      int limit,
      Runnable changed,
      Runnable closed) {
    this.speaker = speaker;
    this.settings = settings;
    this.grace = grace.toNanos();
    this.limit = limit;
    this.changed = changed;
    this.closed = closed;
  }

  @Override
  public void watch(SortedMap<String, LinkMember> nodes) {
    for (Map.Entry<String, Watch> e : List.copyOf(watches.entrySet())) {
      LinkMember member = nodes.get(e.getKey());
      if (member == null || !member.address().equals(e.getValue().address())) {
        watches.remove(e.getKey());
        e.getValue().session().close();
      }
    }
    for (LinkMember member : nodes.values()) {
      if (!watches.containsKey(member.node()) && watches.size() < limit) {
        open(member);
      }
    }
  }

  private void open(LinkMember member) {
    String node = member.node();
    IpAddress address = member.address();
    Watched state = new Watched(System.nanoTime(), grace);
    BfdSession session =
        speaker.open(
            BfdPath.singleHop(address),
            settings,
            (before, now) -> {
              if (isUp(before) != isUp(now)) {
                words.add(new Word(node, address, isUp(now)));
                changed.run();
              }
            });
    watches.put(node, new Watch(address, session, state));
  }

  private static boolean isUp(BfdStatus status) {
    return status.isUp();
  }

  @Override
  public boolean alive(String node) {
    Watch watch = watches.get(node);
    return watch == null || watch.state().isAlive();
  }

  @Override
  public Change take() {
    SortedSet<String> died = new TreeSet<>();
    SortedSet<String> returned = new TreeSet<>();
    long now = System.nanoTime();
    List<Word> said = new ArrayList<>();
    for (Word word = words.poll(); word != null; word = words.poll()) {
      said.add(word);
    }
    for (Word word : said) {
      Watch watch = watches.get(word.node());
      if (watch != null && watch.address().equals(word.address())) {
        watch.state().say(word.up());
        judge(word.node(), watch.state(), now, died, returned);
      }
    }
    watches.forEach((node, watch) -> judge(node, watch.state(), now, died, returned));
    return died.isEmpty() && returned.isEmpty() ? Change.NONE : new Change(died, returned);
  }

  /** A node that came and went in between did both. */
  private static void judge(
      String node, Watched state, long now, SortedSet<String> died, SortedSet<String> returned) {
    if (state.judge(now)) {
      if (state.isAlive()) {
        returned.add(node);
      } else {
        died.add(node);
      }
    }
  }

  @Override
  public void close() {
    watches.values().forEach(w -> w.session().close());
    watches.clear();
    closed.run();
  }
}

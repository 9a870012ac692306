package io.readback.core.verdict;

import static io.readback.core.verdict.LookScene.NODES;
import static io.readback.core.verdict.LookScene.T0;
import static io.readback.core.verdict.LookScene.at;
import static io.readback.core.verdict.LookScene.expected;
import static io.readback.core.verdict.LookScene.look;
import static io.readback.core.verdict.LookScene.ours;
import static io.readback.core.verdict.LookScene.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.Origin;
import io.readback.core.model.RouterConfig;
import io.readback.core.observe.GlassId;
import io.readback.core.observe.LookFailure;
import io.readback.core.observe.ObservationBook;
import io.readback.spi.net.IpAddress;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.SessionState;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** What holds for every sequence of looks, ten seconds apart and long after the last change. */
class VerdictPropertyTest {
  private static final GlassId FRR = new GlassId("tor", 0, "frr");
  private static final RouterConfig TOR =
      new RouterConfig(
          "tor",
          List.of(IpAddress.parse("172.16.10.1")),
          Duration.ofSeconds(10),
          List.of(),
          Origin.UNKNOWN);

  enum Event {
    GOOD,
    EMPTY,
    FILTERED,
    TIMEOUT,
    UNREADABLE
  }

  @Property(tries = 300)
  void judge_anySequenceOfLooks_keepsItsPromises(
      @ForAll @Size(min = 1, max = 12) List<Event> events) {
    ObservationBook book =
        ObservationBook.EMPTY.announced("bgp", ours(SessionState.ESTABLISHED, null, ""));
    Event before = null;
    Event lastLook = null;
    Event lookBefore = null;
    int second = 0;
    for (Event event : events) {
      second += 10;
      book = next(book, event, second);
      if (event == Event.GOOD || event == Event.EMPTY || event == Event.FILTERED) {
        lookBefore = lastLook;
        lastLook = event;
      }
      RouterJudge.Ruling ruling =
          new RouterJudge(
                  TOR,
                  expected(route()),
                  book.router("tor"),
                  new OwnSessions("berlin-1", book),
                  Timing.DEFAULT,
                  at(second))
              .judge(route(), T0);
      switch (event) {
        case GOOD -> assertThat(ruling.kind()).isEqualTo(VerdictKind.VERIFIED);
        case TIMEOUT -> assertThat(ruling.kind()).isEqualTo(VerdictKind.UNREACHABLE);
        case UNREADABLE -> assertThat(ruling.kind()).isEqualTo(VerdictKind.UNKNOWN);
        case EMPTY, FILTERED -> {
          VerdictKind bad = event == Event.EMPTY ? VerdictKind.MISSING : VerdictKind.REJECTED;
          boolean doubted = lookBefore == Event.GOOD && before == Event.GOOD;
          if (doubted) {
            assertThat(ruling.kind()).isEqualTo(VerdictKind.VERIFIED);
            assertThat(ruling.unconfirmed()).isTrue();
          } else if (lookBefore != Event.GOOD) {
            assertThat(ruling.kind()).isEqualTo(bad);
          }
        }
      }
      before = event;
    }
  }

  private static ObservationBook next(ObservationBook book, Event event, int second) {
    String[] all = NODES.toArray(String[]::new);
    return switch (event) {
      case GOOD -> book.observed(FRR, look().at(second).everywhere(all).build());
      case EMPTY -> book.observed(FRR, look().at(second).build());
      case FILTERED ->
          book.observed(
              FRR, look().at(second).received(all).finding(Cause.FILTERED, "refused").build());
      case TIMEOUT -> book.failed(FRR, LookFailure.of(Cause.TIMEOUT, "no answer", at(second)));
      case UNREADABLE -> book.failed(FRR, LookFailure.of(Cause.UNREADABLE, "cut off", at(second)));
    };
  }
}

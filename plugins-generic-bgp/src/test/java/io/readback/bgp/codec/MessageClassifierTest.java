package io.readback.bgp.codec;

import static io.readback.bgp.codec.WireFixture.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.fsm.FsmEffect;
import io.readback.bgp.fsm.FsmEvent;
import io.readback.bgp.fsm.FsmEventType;
import io.readback.bgp.fsm.FsmSettings;
import io.readback.bgp.fsm.FsmState;
import io.readback.bgp.fsm.SessionFsm;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Octets;
import io.readback.spi.observe.SessionState;
import io.readback.spi.target.BgpTimers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MessageClassifierTest {
  private static final CodecContext CONTEXT = CodecContext.ebgp(65001, 65000).build();
  private static final byte[] OPEN = message(1, "04 fde8 005a 0a000002 00");
  private static final byte[] BAD_OPEN = message(1, "04 fde8 0001 0a000002 00");
  private static final byte[] UPDATE = message(2, "0000 0000");
  private static final byte[] BAD_UPDATE = message(2, "ffff 0000");
  private static final byte[] NOTIFICATION = message(3, "0602");
  private static final byte[] KEEPALIVE = message(4, "");
  private static final byte[] REFRESH = message(5, "0001 00 01");

  private static final Map<String, byte[]> MESSAGES =
      Map.of(
          "open", OPEN,
          "bad-open", BAD_OPEN,
          "update", UPDATE,
          "bad-update", BAD_UPDATE,
          "notification", NOTIFICATION,
          "keepalive", KEEPALIVE,
          "refresh", REFRESH);

  @ParameterizedTest(name = "{0} in {1}: {2}")
  @DisplayName("Messages and states (RFC 4271 section 8.2.2, RFC 6608)")
  @CsvSource({
    "open, OPENSENT, ok, ",
    "bad-open, OPENSENT, notification, 2/6",
    "update, OPENSENT, notification, 5/1 02",
    "bad-update, OPENSENT, notification, 5/1 02",
    "notification, OPENSENT, ok, ",
    "keepalive, OPENSENT, notification, 5/1 04",
    "refresh, OPENSENT, notification, 5/1 05",
    "open, OPENCONFIRM, notification, 5/2 01",
    "bad-open, OPENCONFIRM, notification, 2/6",
    "update, OPENCONFIRM, notification, 5/2 02",
    "notification, OPENCONFIRM, ok, ",
    "keepalive, OPENCONFIRM, ok, ",
    "refresh, OPENCONFIRM, notification, 5/2 05",
    "open, ESTABLISHED, notification, 5/3 01",
    "bad-open, ESTABLISHED, notification, 5/3 01",
    "update, ESTABLISHED, ok, ",
    "bad-update, ESTABLISHED, notification, 3/1",
    "notification, ESTABLISHED, ok, ",
    "keepalive, ESTABLISHED, ok, ",
    "refresh, ESTABLISHED, ok, ",
    "open, ACTIVE, ok, ",
    "keepalive, ACTIVE, ignore, ",
    "open, IDLE, ignore, ",
  })
  void classify_messageInState_isJudged(
      String name, SessionState state, String kind, String answer) {
    Decoded decoded = MessageClassifier.classify(MESSAGES.get(name), state, CONTEXT);
    assertThat(decoded.kind()).hasToString(kind);
    assertThat(
            decoded
                .answer()
                .map(n -> (n.code() + "/" + n.subcode() + " " + n.data()).strip())
                .orElse(null))
        .isEqualTo(answer);
  }

  @ParameterizedTest
  @EnumSource(SessionState.class)
  void classify_badHeader_isAnsweredInEveryState(SessionState state) {
    assertThat(MessageClassifier.classify(message(9, ""), state, CONTEXT).answer())
        .contains(new Notification(1, 3, Octets.of(9)));
  }

  @Test
  void classify_noMessage_isIgnored() {
    assertThat(MessageClassifier.classify(new byte[0], SessionState.ESTABLISHED, CONTEXT).kind())
        .isEqualTo(Decoded.Kind.IGNORE);
  }

  @Test
  @DisplayName("The state machine answers unexpected messages alike")
  void classify_unexpectedType_agreesWithTheStateMachine() {
    Map<String, FsmEvent> events =
        Map.of(
            "open", new FsmEvent.OpenReceived(90),
            "update", FsmEvent.of(FsmEventType.UPDATE_MSG),
            "keepalive", FsmEvent.of(FsmEventType.KEEPALIVE_MSG),
            "refresh", FsmEvent.of(FsmEventType.ROUTE_REFRESH_MSG),
            "notification", FsmEvent.of(FsmEventType.NOTIF_MSG));
    SessionFsm fsm = new SessionFsm(FsmSettings.of(false, BgpTimers.DEFAULT));
    for (SessionState state :
        List.of(SessionState.OPENSENT, SessionState.OPENCONFIRM, SessionState.ESTABLISHED)) {
      events.forEach(
          (name, event) -> {
            Optional<Notification> sent =
                fsm.on(new FsmState(state, 0, 0, false, 90, 30), event).effects().stream()
                    .filter(FsmEffect.SendNotification.class::isInstance)
                    .map(e -> ((FsmEffect.SendNotification) e).notification())
                    .findFirst();
            assertThat(MessageClassifier.classify(MESSAGES.get(name), state, CONTEXT).answer())
                .as("%s in %s", name, state)
                .isEqualTo(sent);
          });
    }
  }
}

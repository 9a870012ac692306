package io.readback.bgp.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotificationTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1/1 Connection Not Synchronized",
    "2, 7, 2/7 Unsupported Capability",
    "2, 11, 2/11 Role Mismatch",
    "3, 11, 3/11 Malformed AS_PATH",
    "4, 0, 4/0 Hold Timer Expired",
    "5, 3, 5/3 Receive Unexpected Message in Established State",
    "6, 1, 6/1 Maximum Number of Prefixes Reached",
    "6, 10, 6/10 BFD Down",
    "7, 1, 7/1 Invalid Message Length",
    "8, 0, 8/0 Send Hold Timer Expired",
    "2, 5, 2/5 Authentication Failure",
    "3, 7, 3/7 AS Routing Loop",
    "6, 99, '6/99 Cease, unknown subcode'",
    "42, 1, 42/1 unknown error",
  })
  void describe_anyCode_isNamed(int code, int subcode, String text) {
    assertThat(Notification.of(code, subcode).describe()).isEqualTo(text);
  }

  @Test
  void errorCodes_allNumbers_areDistinct() {
    assertThat(Arrays.stream(ErrorCode.values()).map(e -> e.code() + "/" + e.subcode()))
        .doesNotHaveDuplicates()
        .hasSize(ErrorCode.values().length);
  }

  @Test
  @DisplayName("RFC 9003: up to 255 octets, cut between characters")
  void cease_longMessage_isCutAtACharacter() {
    Notification n = Notification.cease(ErrorCode.ADMINISTRATIVE_SHUTDOWN, "ü".repeat(200));
    assertThat(n.data().length()).isEqualTo(255);
    assertThat(n.data().get(0)).isEqualTo(254);
    assertThat(n.shutdownMessage()).contains("ü".repeat(127));
  }

  @Test
  void cease_noMessage_hasNoData() {
    assertThat(Notification.cease(ErrorCode.ADMINISTRATIVE_RESET, "").data().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "2, 00", // empty
    "2, ''",
    "2, 05616263", // longer than the data
    "3, 03616263", // not a subcode with a message
  })
  void shutdownMessage_noneThere_isEmpty(int subcode, String data) {
    assertThat(new Notification(6, subcode, Octets.ofHex(data)).shutdownMessage()).isEmpty();
  }

  @Test
  void shutdownMessage_terminalEscapes_areReplaced() {
    Notification n = new Notification(6, 2, Octets.of(7, 0x1b, '[', '2', 'J', '\n', 'o', 'k'));
    assertThat(n.shutdownMessage()).contains("\ufffd[2J\ufffdok");
  }

  @Test
  @DisplayName("RFC 8538: a Hard Reset encloses the reason")
  void enclosed_hardReset_isRead() {
    Notification n = new Notification(6, 9, Octets.of(6, 2, 2, 'h', 'i'));
    assertThat(n.enclosed()).contains(new Notification(6, 2, Octets.of(2, 'h', 'i')));
    assertThat(n.describe()).isEqualTo("6/9 Hard Reset (6/2 Administrative Shutdown: \"hi\")");
    assertThat(new Notification(6, 9, Octets.of(6)).enclosed()).isEmpty();
  }

  @Test
  @DisplayName("RFC 8654: a NOTIFICATION may have 65535 octets, all of them Hard Resets in another")
  void describe_deeplyNestedHardResets_namesOneLevel() {
    byte[] data = new byte[65_514];
    for (int i = 0; i < data.length; i += 2) {
      data[i] = 6;
      data[i + 1] = 9;
    }
    assertThat(new Notification(6, 9, Octets.of(data)).describe())
        .isEqualTo("6/9 Hard Reset (6/9 Hard Reset)");
  }

  @Test
  @DisplayName("RFC 4486: too many prefixes may come with family and limit")
  void describe_prefixLimit_isTold() {
    assertThat(Notification.prefixLimit(Family.IPV6_UNICAST, 100).describe())
        .isEqualTo("6/1 Maximum Number of Prefixes Reached: at most 100 of ipv6-unicast");
    assertThat(new Notification(6, 1, Octets.of(0, 1)).describe())
        .isEqualTo("6/1 Maximum Number of Prefixes Reached");
  }
}

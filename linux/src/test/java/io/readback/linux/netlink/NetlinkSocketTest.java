package io.readback.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.readback.linux.Errno;
import io.readback.linux.LinuxConstants;
import io.readback.linux.LinuxException;
import io.readback.linux.call.NativeBuffer;
import io.readback.linux.route.Link;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What the kernel rarely does: answers lost, mixed up, cut off, lists that change under the eye.
 */
class NetlinkSocketTest {
  private static final int RECEIVE_BUFFER = 1 << 20;

  private final ScriptedTransport kernel = new ScriptedTransport();
  private final NetlinkSocket socket = new NetlinkSocket(kernel, 4711, RECEIVE_BUFFER);

  private static byte[] message(int type, int flags, int sequence, int... words) {
    ByteBuffer b = ByteBuffer.allocate(16 + 4 * words.length).order(ByteOrder.nativeOrder());
    b.putInt(b.capacity()).putShort((short) type).putShort((short) flags);
    b.putInt(sequence).putInt(4711);
    for (int word : words) {
      b.putInt(word);
    }
    return b.array();
  }

  /** An NLMSG_ERROR with the header of the request. */
  private static byte[] answer(int sequence, int errno) {
    return message(Netlink.NLMSG_ERROR, Netlink.NLM_F_CAPPED, sequence, -errno, 16, 0, sequence, 0);
  }

  private static byte[] link(int sequence, int flags, int index) {
    return message(Netlink.RTM_NEWLINK, Netlink.NLM_F_MULTI | flags, sequence, 0, index, 0, 0);
  }

  private static byte[] end(int sequence, int errno) {
    return message(Netlink.NLMSG_DONE, Netlink.NLM_F_MULTI, sequence, -errno);
  }

  private static List<NlRequest> requests(int count) {
    List<NlRequest> out = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      out.add(
          (to, sequence) ->
              to.begin(Netlink.RTM_DELLINK, Netlink.NLM_F_REQUEST, sequence).put32(0));
    }
    return out;
  }

  @Test
  void execute_errorsInTheMiddle_areOfTheirRequests() throws Exception {
    kernel.onSend = last -> kernel.says(answer(last - 3, Errno.EEXIST.value()), answer(last, 0));
    BatchResult result = socket.execute(requests(5));
    assertThat(result.errors().keySet()).containsExactly(1);
    assertThat(result.errors().get(1).is(Errno.EEXIST)).isTrue();
    assertThat(result.unknown().isEmpty()).isTrue();
  }

  @Test
  void execute_answersOfAnEarlierRequest_arePassedOver() throws Exception {
    // a request that timed out is answered late
    kernel.onSend =
        last ->
            kernel.says(
                answer(last - 9, Errno.EPERM.value()),
                link(last - 9, 0, 1),
                answer(last + 7, Errno.EPERM.value()),
                answer(last, 0));
    assertThat(socket.execute(requests(2)).allDone()).isTrue();
  }

  @Test
  void execute_noRoomForAnswers_whatIsNotKnownIsUnknown() throws Exception {
    kernel.onSend =
        last -> {
          kernel.fails(Errno.ENOBUFS);
          kernel.says(answer(last - 2, Errno.EEXIST.value()));
        };
    BatchResult result = socket.execute(requests(3));
    assertThat(result.unknown().cardinality()).isEqualTo(3);
    assertThat(result.allDone()).isFalse();
  }

  @Test
  void execute_noRoomForSomeAnswersButTheLastIsThere_isUnknownTooAndTheNextPieceIsNot()
      throws Exception {
    kernel.onSend =
        last -> {
          if (kernel.sent.size() == 1) {
            kernel.fails(Errno.ENOBUFS);
          }
          kernel.says(answer(last, 0));
        };
    int pieces = RECEIVE_BUFFER / 2 / 1536;
    BatchResult result = socket.execute(requests(pieces + 10));
    assertThat(kernel.sent).containsExactly(pieces, 10);
    assertThat(result.unknown().cardinality()).isEqualTo(pieces);
    assertThat(result.unknown().get(pieces)).isFalse();
  }

  @Test
  void execute_pieces_askForOneAnswerEachAndFitTheBufferForErrors() throws Exception {
    kernel.onSend = last -> kernel.says(answer(last, 0));
    assertThat(socket.execute(requests(1000)).allDone()).isTrue();
    assertThat(kernel.sent).hasSize(3).allMatch(n -> n * 1536 <= RECEIVE_BUFFER / 2);
  }

  @Test
  void execute_noAnswerInTime_isAFailure() {
    assertThatThrownBy(() -> socket.execute(requests(1)))
        .isInstanceOfSatisfying(
            LinuxException.class, e -> assertThat(e.is(Errno.ETIMEDOUT)).isTrue());
  }

  @Test
  void execute_answerThatBreaksItsLengths_isAFailure() {
    byte[] broken = answer(1, 0);
    ByteBuffer.wrap(broken).order(ByteOrder.nativeOrder()).putInt(0, 4000);
    kernel.onSend = last -> kernel.says(broken);
    assertThatThrownBy(() -> socket.execute(requests(1)))
        .isInstanceOf(LinuxException.class)
        .hasMessageContaining("cannot understand");
  }

  @Test
  void dump_changedWhileItWasMade_isReadAgain() throws Exception {
    int[] lists = {0};
    kernel.onSend =
        last -> {
          lists[0]++;
          kernel.says(link(last, lists[0] == 1 ? Netlink.NLM_F_DUMP_INTR : 0, lists[0]));
          kernel.says(end(last, 0));
        };
    assertThat(socket.dump(Link.list(), Link::read)).extracting(Link::index).containsExactly(2);
  }

  @Test
  void dump_changesEachTime_isGivenUpAfterAFewTries() {
    kernel.onSend = last -> kernel.says(link(last, Netlink.NLM_F_DUMP_INTR, 1), end(last, 0));
    assertThatThrownBy(() -> socket.dump(Link.list(), Link::read))
        .isInstanceOfSatisfying(LinuxException.class, e -> assertThat(e.is(Errno.EAGAIN)).isTrue());
    assertThat(kernel.sent).hasSize(5);
  }

  @Test
  void dump_endsWithAnError_isAFailureAndNoShorterList() {
    kernel.onSend = last -> kernel.says(link(last, 0, 1), end(last, Errno.ENOMEM.value()));
    assertThatThrownBy(() -> socket.dump(Link.list(), Link::read))
        .isInstanceOfSatisfying(LinuxException.class, e -> assertThat(e.is(Errno.ENOMEM)).isTrue());
  }

  @Test
  void dump_aPieceIsCutOff_isAFailureAndNoEndOfData() {
    kernel.onSend =
        last -> {
          kernel.says(link(last, 0, 1));
          kernel.fails(Errno.EMSGSIZE);
        };
    assertThatThrownBy(() -> socket.dump(Link.list(), Link::read))
        .isInstanceOf(LinuxException.class);
    assertThatCode(() -> NetlinkTransport.checkWhole(16, 0)).doesNotThrowAnyException();
    assertThatThrownBy(() -> NetlinkTransport.checkWhole(0, 0)).isInstanceOf(LinuxException.class);
    assertThatThrownBy(() -> NetlinkTransport.checkWhole(16, LinuxConstants.MSG_TRUNC))
        .isInstanceOf(LinuxException.class);
  }

  @Test
  void dump_messagesOfAnotherRequest_areNotInTheList() throws Exception {
    kernel.onSend =
        last -> {
          kernel.says(link(last - 1, 0, 7), end(last - 1, 0));
          kernel.says(link(last, 0, 1), end(last, 0));
        };
    assertThat(socket.dump(Link.list(), Link::read)).extracting(Link::index).containsExactly(1);
  }

  @Test
  void ask_answerAndRefusal_areToldApart() throws Exception {
    Set<Errno> none = EnumSet.of(Errno.ENETUNREACH);
    kernel.onSend = last -> kernel.says(link(last - 1, 0, 9), link(last, 0, 3));
    assertThat(socket.ask(Link.list(), Link::read, none).orElseThrow().index()).isEqualTo(3);
    kernel.onSend = last -> kernel.says(answer(last, Errno.ENETUNREACH.value()));
    assertThat(socket.ask(Link.list(), Link::read, none)).isEmpty();
    kernel.onSend = last -> kernel.says(answer(last, Errno.ENOMEM.value()));
    assertThatThrownBy(() -> socket.ask(Link.list(), Link::read, none))
        .isInstanceOfSatisfying(LinuxException.class, e -> assertThat(e.is(Errno.ENOMEM)).isTrue());
  }

  @Test
  void writer_messageThatDoesNotFit_leavesTheOthersWhole() {
    NlWriter writer = new NlWriter(new NativeBuffer(64));
    writer.begin(Netlink.RTM_DELLINK, 0, 1).put32(5).end();
    try {
      writer.begin(Netlink.RTM_DELLINK, 0, 2);
      for (int i = 0; i < 16; i++) {
        writer.put32(i);
      }
      assertThat(false).as("it did not fit").isTrue();
    } catch (IndexOutOfBoundsException e) {
      writer.cancel();
    }
    assertThat(writer.length()).isEqualTo(20);
    assertThat(writer.count()).isEqualTo(1);
  }
}

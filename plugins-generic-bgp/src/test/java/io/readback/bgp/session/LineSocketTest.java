package io.readback.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.readback.spi.plugin.StopIntent;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LineSocketTest {
  @TempDir private Path folder;
  private final BgpSpeaker speaker = BgpSpeaker.builder().threadName("lines").build();
  private final List<String> seen = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    speaker.stop(StopIntent.WITHDRAW);
  }

  private Optional<String> carryOut(String line) {
    seen.add(line + " on " + Thread.currentThread().getName().replaceAll("-\\d.*", ""));
    if (line.equals("throw")) {
      throw new IllegalStateException("thrown");
    }
    return line.startsWith("good") ? Optional.empty() : Optional.of("not good: " + line);
  }

  @Test
  void lines_inPieces_areCarriedOutOnTheSpeakersThreadAndOnlyWrongOnesAnswered() throws Exception {
    try (LineSocket socket = speaker.serve(folder.resolve("ctl"), this::carryOut);
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket.path()))) {
      write(client, "good 1\ngo");
      write(client, "od 2\r\nbad\n");
      assertThat(reader(client).readLine()).isEqualTo("not good: bad");
      assertThat(seen).containsExactly("good 1 on lines", "good 2 on lines", "bad on lines");
    }
    assertThat(folder.resolve("ctl")).doesNotExist();
  }

  @Test
  void line_withoutEnd_isAnsweredAndTheClientLeft() throws Exception {
    try (LineSocket socket = speaker.serve(folder.resolve("ctl"), this::carryOut);
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket.path()))) {
      write(client, "x".repeat(70_000));
      BufferedReader in = reader(client);
      assertThat(in.readLine()).contains("65536");
      assertThat(in.readLine()).isNull();
    }
  }

  @Test
  void commands_thatThrow_harmOnlyTheirClient() throws Exception {
    try (LineSocket socket = speaker.serve(folder.resolve("ctl"), this::carryOut);
        SocketChannel first = SocketChannel.open(UnixDomainSocketAddress.of(socket.path()));
        SocketChannel second = SocketChannel.open(UnixDomainSocketAddress.of(socket.path()))) {
      write(first, "throw\n");
      assertThat(reader(first).readLine()).contains("thrown");
      write(second, "bad\n");
      assertThat(reader(second).readLine()).isEqualTo("not good: bad");
      assertThat(speaker.status()).isEmpty();
    }
  }

  @Test
  void serve_whereNoFileCanBe_saysWhere() throws IOException {
    Path nowhere = Files.createFile(folder.resolve("file")).resolve("ctl");
    assertThatThrownBy(() -> speaker.serve(nowhere, this::carryOut))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(nowhere.toString());
  }

  private static BufferedReader reader(SocketChannel client) {
    return new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
  }

  private static void write(SocketChannel client, String text) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    while (out.hasRemaining()) {
      client.write(out);
    }
  }
}

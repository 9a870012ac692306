package io.readback.bench.scene;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A daemon's control socket, held open: asking costs no process, so that asking often disturbs
 * little.
 */
public final class ControlChannel implements Closeable {
  private final SocketChannel channel;
  private final Protocol protocol;

  /** How a daemon frames commands and answers. */
  public enum Protocol {
    /** Lines; the last line of an answer begins with a code and a space, codes from 0 or 8, 9. */
    BIRD("\n"),
    /** NUL after a command; an answer ends with three NULs and a status octet. */
    VTY("\0");

    private final String end;

    Protocol(String end) {
      this.end = end;
    }

    private boolean isWhole(byte[] answer, int length) {
      return switch (this) {
        case BIRD -> isWholeReply(answer, length);
        case VTY ->
            length >= 4
                && answer[length - 2] == 0
                && answer[length - 3] == 0
                && answer[length - 4] == 0;
      };
    }

    private static boolean isWholeReply(byte[] answer, int length) {
      if (length == 0 || answer[length - 1] != '\n') {
        return false;
      }
      int line = length - 1;
      while (line > 0 && answer[line - 1] != '\n') {
        line--;
      }
      byte first = answer[line];
      return length - line >= 5
          && (first == '0' || first == '8' || first == '9')
          && Character.isDigit(answer[line + 3])
          && (answer[line + 4] == ' ' || answer[line + 4] == '\n');
    }
  }

  private ControlChannel(SocketChannel channel, Protocol protocol) {
    this.channel = channel;
    this.protocol = protocol;
  }

  public static ControlChannel open(Path socket, Protocol protocol) {
    try {
      SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
      ControlChannel control = new ControlChannel(channel, protocol);
      if (protocol == Protocol.BIRD) {
        control.answer();
      }
      return control;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a command and returns the answer, codes and all. */
  public String ask(String command) {
    try {
      ByteBuffer out = ByteBuffer.wrap((command + protocol.end).getBytes(StandardCharsets.UTF_8));
      while (out.hasRemaining()) {
        channel.write(out);
      }
      return answer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String answer() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer in = ByteBuffer.allocate(1 << 16);
    do {
      if (channel.read(in.clear()) < 0) {
        throw new IOException("the daemon closed its control socket");
      }
      all.write(in.array(), 0, in.position());
    } while (!protocol.isWhole(all.toByteArray(), all.size()));
    return all.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

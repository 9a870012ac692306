package io.readback.bench.peers;

import io.readback.bench.measure.Clock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.HexFormat;
import java.util.List;

/**
 * Many peers that do no more than keep their sessions up and take routes. Says on standard output
 * how many are established, when the last of them got the prefix 203.0.113.1/32 or its withdrawal
 * ({@code got N nanoseconds}), and when a session ends.
 */
public final class SinkProcess {
  static final String PREFIX = "203.0.113.1/32";
  static final String ESTABLISHED = "established ";
  static final String GOT = "got ";
  static final String LOST = "lost ";
  private static final byte[] NLRI = {32, (byte) 203, 0, 113, 1};
  private static final int HEADER = 19;
  private static final int UPDATE = 2;
  private static final int NOTIFICATION = 3;
  private static final int KEEPALIVE = 4;
  private static final String MARKER = "ff".repeat(16);
  private static final byte[] ALIVE = HexFormat.of().parseHex(MARKER + "001304");

  private final Selector selector;
  private final int peers;
  private int established;
  private int got;
  private int rounds;

  private SinkProcess(Selector selector, int peers) {
    this.selector = selector;
    this.peers = peers;
  }

  /**
   * @param args how many peers, and their hold time in seconds
   */
  public static void main(String[] args) throws IOException {
    int peers = Integer.parseInt(args[0]);
    int hold = Integer.parseInt(args[1]);
    try (Selector selector = Selector.open()) {
      SinkProcess sink = new SinkProcess(selector, peers);
      for (int i = 0; i < peers; i++) {
        sink.dial(i, hold);
      }
      sink.serve(Math.max(1, hold / 3) * 1000L);
    }
  }

  private void dial(int i, int hold) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.bind(new InetSocketAddress(SpeakerProcess.peerAddress(i), 0));
    channel.connect(new InetSocketAddress(SpeakerProcess.ADDRESS, SpeakerProcess.PORT));
    channel.write(ByteBuffer.wrap(open(i, hold)));
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(8192));
  }

  /** RFC 4271 section 4.2, with one parameter: IPv4 unicast and four octets of AS. */
  private static byte[] open(int i, int hold) {
    String body =
        "04fde8%04xc000%04x0e020c010400010001410400%06x"
            .formatted(hold, 0x0300 + i & 0xffff, 0x00fde8);
    return HexFormat.of().parseHex(MARKER + "%04x01".formatted(HEADER + body.length() / 2) + body);
  }

  private void serve(long keepaliveMillis) throws IOException {
    long next = System.currentTimeMillis() + keepaliveMillis;
    while (true) {
      selector.select(Math.max(1, next - System.currentTimeMillis()));
      for (SelectionKey key : selector.selectedKeys()) {
        try {
          read(key);
        } catch (IOException e) {
          lose(key, e.toString());
        }
      }
      selector.selectedKeys().clear();
      if (System.currentTimeMillis() >= next) {
        next += keepaliveMillis;
        for (SelectionKey key : List.copyOf(selector.keys())) {
          try {
            if (key.isValid()) {
              ((SocketChannel) key.channel()).write(ByteBuffer.wrap(ALIVE));
            }
          } catch (IOException e) {
            lose(key, e.toString());
          }
        }
      }
    }
  }

  private void read(SelectionKey key) throws IOException {
    SocketChannel channel = (SocketChannel) key.channel();
    ByteBuffer in = (ByteBuffer) key.attachment();
    int count = channel.read(in);
    in.flip();
    while (in.remaining() >= HEADER) {
      int length = in.getShort(in.position() + 16) & 0xffff;
      if (in.remaining() < length) {
        break;
      }
      message(channel, in.array(), in.position(), length);
      in.position(in.position() + length);
    }
    in.compact();
    if (count < 0) {
      lose(key, "closed");
    }
  }

  private static void lose(SelectionKey key, String why) throws IOException {
    System.out.println(LOST + why + " at " + Clock.nanos());
    key.cancel();
    key.channel().close();
  }

  private void message(SocketChannel channel, byte[] octets, int at, int length)
      throws IOException {
    switch (octets[at + HEADER - 1]) {
      case UPDATE -> {
        // a single change comes alone, before or behind its attributes
        if (contains(octets, at, length) && ++got == peers) {
          got = 0;
          System.out.println(GOT + rounds++ + " " + Clock.nanos());
        }
      }
      case KEEPALIVE -> {
        if (established < peers) {
          channel.write(ByteBuffer.wrap(ALIVE));
          if (++established == peers) {
            System.out.println(ESTABLISHED + established);
          }
        }
      }
      case NOTIFICATION ->
          System.out.println(
              LOST + "by NOTIFICATION " + octets[at + HEADER] + "/" + octets[at + HEADER + 1]);
      default -> {
        // its OPEN; ours is out, and the KEEPALIVE follows the one of the speaker
      }
    }
  }

  private static boolean contains(byte[] octets, int at, int length) {
    for (int i = at + HEADER; i + NLRI.length <= at + length; i++) {
      if (java.util.Arrays.equals(octets, i, i + NLRI.length, NLRI, 0, NLRI.length)) {
        return true;
      }
    }
    return false;
  }
}

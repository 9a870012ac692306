package io.readback.bench.sender;

import io.readback.spi.net.IpAddress;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Timer;
import java.util.TimerTask;
import org.jspecify.annotations.Nullable;

/** What {@code replay.c} does, for machines without a C compiler; takes the same arguments. */
final class Replay {
  static final String WITHDRAW = "withdraw";
  private static final int HEADER = 19;
  private static final int OPEN = 1;
  private static final int NOTIFICATION = 3;
  private static final int KEEPALIVE = 4;
  private static final int KEEPALIVE_MILLIS = 1000;

  private final byte[] open;
  private final byte[] updates;
  private final byte[] withdrawals;
  private final byte[] keepalive = new byte[HEADER];
  private final Object writing = new Object();
  private @Nullable OutputStream peer;

  private Replay(byte[] open, byte[] updates, byte[] withdrawals) {
    this.open = open;
    this.updates = updates;
    this.withdrawals = withdrawals;
    java.util.Arrays.fill(keepalive, 0, 16, (byte) 0xff);
    keepalive[17] = HEADER;
    keepalive[18] = KEEPALIVE;
  }

  public static void main(String[] args) throws IOException {
    Replay replay =
        new Replay(
            Files.readAllBytes(Path.of(args[2])),
            Files.readAllBytes(Path.of(args[3])),
            Files.readAllBytes(Path.of(args[4])));
    Thread lines = new Thread(replay::lines, "lines");
    lines.setDaemon(true);
    lines.start();
    new Timer("keepalives", true)
        .schedule(
            new TimerTask() {
              @Override
              public void run() {
                replay.write(replay.keepalive);
              }
            },
            KEEPALIVE_MILLIS,
            KEEPALIVE_MILLIS);
    try (ServerSocket listener = new ServerSocket()) {
      listener.bind(
          new InetSocketAddress(
              IpAddress.parse(args[0]).toInetAddress(), Integer.parseInt(args[1])));
      System.out.println("listening");
      while (true) {
        try (Socket socket = listener.accept()) {
          replay.session(socket);
        } catch (IOException e) {
          System.err.println("the session ended: " + e.getMessage());
        }
      }
    }
  }

  private void session(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    DataInputStream in = new DataInputStream(socket.getInputStream());
    OutputStream out = socket.getOutputStream();
    out.write(open);
    boolean up = false;
    try {
      while (true) {
        byte[] header = in.readNBytes(HEADER);
        if (header.length < HEADER) {
          return;
        }
        in.skipNBytes(((header[16] & 0xff) << 8 | header[17] & 0xff) - HEADER);
        if (header[18] == OPEN) {
          out.write(keepalive);
        } else if (header[18] == KEEPALIVE && !up) {
          up = true;
          out.write(updates);
          serve(out);
        } else if (header[18] == NOTIFICATION) {
          return;
        }
      }
    } finally {
      serve(null);
    }
  }

  private void serve(@Nullable OutputStream out) {
    synchronized (writing) {
      peer = out;
    }
  }

  private void write(byte[] octets) {
    synchronized (writing) {
      OutputStream out = peer;
      try {
        if (out != null) {
          out.write(octets);
        }
      } catch (IOException e) {
        peer = null;
      }
    }
  }

  private void lines() {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    in.lines()
        .map(line -> line.equals(WITHDRAW) ? withdrawals : HexFormat.of().parseHex(line))
        .forEach(this::write);
  }
}

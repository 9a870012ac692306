package io.readback.lab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Joins every connection that a server accepts with one that it opens, byte for byte. */
final class Splice {
  private static final int BUFFER = 64 * 1024;

  private Splice() {}

  /** Opens the other side of one connection. */
  interface Opener {
    SocketChannel open() throws IOException;
  }

  /** Accepts until the server is closed. Returns at once. */
  static void serve(ServerSocketChannel server, Opener opener) {
    daemon("lab-accept", () -> accept(server, opener));
  }

  private static void accept(ServerSocketChannel server, Opener opener) {
    while (server.isOpen()) {
      try {
        SocketChannel near = server.accept();
        daemon("lab-connect", () -> join(near, opener));
      } catch (IOException e) {
        // the server was closed, and the loop ends; or one connection failed, and its client sees
        // that
      }
    }
  }

  private static void join(SocketChannel near, Opener opener) {
    try (near;
        SocketChannel far = opener.open()) {
      Thread back = daemon("lab-splice", () -> copy(far, near));
      copy(near, far);
      back.join();
    } catch (IOException e) {
      // the far side refused: closing the near side tells its client
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      close(from);
      close(to);
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // it is closed for all that concerns us
    }
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}

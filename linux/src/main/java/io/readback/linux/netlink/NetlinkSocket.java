package io.readback.linux.netlink;

import io.readback.linux.Errno;
import io.readback.linux.LinuxConstants;
import io.readback.linux.LinuxException;
import io.readback.linux.call.FileDescriptor;
import io.readback.linux.call.NativeBuffer;
import io.readback.linux.call.Wakeup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An rtnetlink socket. One thread owns it: answers would mix. One that joins groups is for events
 * only, so that no answer is lost behind them.
 *
 * <p>A batch is sent in pieces of at most 64 KiB, of which only the last message asks for an
 * answer; the kernel goes through all of a piece and answers each failure anyway, which is a third
 * faster than an answer to each.
 */
public final class NetlinkSocket implements AutoCloseable {
  private static final int PIECE = 64 << 10;

  /** What a queued answer costs of the receive buffer, with the kernel's own bookkeeping. */
  private static final int ANSWER_COST = 1536;

  private static final int DUMP_ATTEMPTS = 5;
  private static final Duration ANSWER_TIME = Duration.ofSeconds(30);

  private final NetlinkTransport transport;
  private final int port;
  private final int receiveBuffer;
  private final int pieceMessages;
  private final NlWriter writer = new NlWriter(new NativeBuffer(PIECE));
  private int sequence;

  /**
   * @param receiveBuffer bytes that the kernel gives to answers, its bookkeeping included
   */
  NetlinkSocket(NetlinkTransport transport, int port, int receiveBuffer) {
    this.transport = transport;
    this.port = port;
    this.receiveBuffer = receiveBuffer;
    this.pieceMessages = Math.max(8, receiveBuffer / 2 / ANSWER_COST);
  }

  /**
   * Opens one in the calling thread's network namespace.
   *
   * @param receiveBuffer bytes for what the kernel has to say; without CAP_NET_ADMIN the system's
   *     limit (net.core.rmem_max) may be less
   * @param groups RTNLGRP numbers of the events wanted; none for a socket that asks
   */
  public static NetlinkSocket open(int receiveBuffer, int... groups) throws LinuxException {
    FileDescriptor fd =
        FileDescriptor.socket(
            LinuxConstants.AF_NETLINK,
            LinuxConstants.SOCK_RAW | LinuxConstants.SOCK_NONBLOCK,
            Netlink.NETLINK_ROUTE,
            "a netlink socket",
            "");
    Wakeup wakeup = null;
    try {
      wakeup = new Wakeup();
      // the kernel counts its own bookkeeping too: a piece needs more than its bytes
      buffer(fd, LinuxConstants.SO_SNDBUFFORCE, LinuxConstants.SO_SNDBUF, 2 * PIECE);
      buffer(fd, LinuxConstants.SO_RCVBUFFORCE, LinuxConstants.SO_RCVBUF, receiveBuffer);
      option(fd, Netlink.NETLINK_EXT_ACK, 1, "NETLINK_EXT_ACK");
      option(fd, Netlink.NETLINK_CAP_ACK, 1, "NETLINK_CAP_ACK");
      option(fd, Netlink.NETLINK_GET_STRICT_CHK, 1, "NETLINK_GET_STRICT_CHK");
      NativeBuffer address = new NativeBuffer(12);
      address.bytes().putShort(0, (short) LinuxConstants.AF_NETLINK);
      fd.bind(address, 12, "a port of the kernel's choice", "");
      fd.localAddress(address);
      int port = address.bytes().getInt(4);
      for (int group : groups) {
        try {
          option(fd, Netlink.NETLINK_ADD_MEMBERSHIP, group, "NETLINK_ADD_MEMBERSHIP " + group);
        } catch (LinuxException e) {
          // before Linux 5.3 there are no nexthop objects and no events of them
          if (group != Netlink.RTNLGRP_NEXTHOP) {
            throw e;
          }
        }
      }
      int granted = fd.option(LinuxConstants.SOL_SOCKET, LinuxConstants.SO_RCVBUF, "SO_RCVBUF");
      return new NetlinkSocket(new SocketTransport(fd, wakeup), port, granted);
    } catch (LinuxException e) {
      if (wakeup != null) {
        wakeup.close();
      }
      fd.close();
      throw e;
    }
  }

  private static void option(FileDescriptor fd, int option, int value, String name)
      throws LinuxException {
    fd.setOption(Netlink.SOL_NETLINK, option, value, name);
  }

  private static void buffer(FileDescriptor fd, int force, int plain, int bytes)
      throws LinuxException {
    try {
      fd.setOption(LinuxConstants.SOL_SOCKET, force, bytes, "buffer size " + bytes);
    } catch (LinuxException e) {
      if (!e.is(Errno.EPERM)) {
        throw e;
      }
      fd.setOption(LinuxConstants.SOL_SOCKET, plain, bytes, "buffer size " + bytes);
    }
  }

  /** The port that marks events which this socket's requests caused. */
  public int port() {
    return port;
  }

  /** The bytes the kernel gives to what this socket has not read yet, its bookkeeping included. */
  public int receiveBuffer() {
    return receiveBuffer;
  }

  /**
   * Has the kernel do these requests in their order; a failed one stops no other.
   *
   * @throws LinuxException where the kernel could not be asked; some may have been done
   */
  public BatchResult execute(List<? extends NlRequest> requests) throws LinuxException {
    TreeMap<Integer, KernelError> errors = new TreeMap<>();
    BitSet unknown = new BitSet();
    int done = 0;
    while (done < requests.size()) {
      int first = sequence + 1;
      int count = fill(requests, done);
      transport.send(writer);
      if (!answers(first, count, done, errors)) {
        unknown.set(done, done + count);
      }
      done += count;
    }
    return new BatchResult(errors, unknown);
  }

  private int fill(List<? extends NlRequest> requests, int from) {
    writer.clear();
    int last = Math.min(requests.size(), from + pieceMessages);
    int lastStart = 0;
    for (int i = from; i < last; i++) {
      int start = writer.length();
      try {
        requests.get(i).write(writer, ++sequence);
        writer.end();
        lastStart = start;
      } catch (IndexOutOfBoundsException e) {
        writer.cancel();
        sequence--;
        if (writer.count() == 0) {
          throw new IllegalArgumentException("a request longer than 64 KiB", e);
        }
        break;
      }
    }
    writer.patch16(lastStart + 6, Netlink.NLM_F_ACK | flagsAt(lastStart));
    return writer.count();
  }

  private int flagsAt(int message) {
    return writer.buffer().bytes().getShort(message + 6);
  }

  /** Reads answers up to the last message's; false where some were lost. */
  private boolean answers(int first, int count, int offset, TreeMap<Integer, KernelError> errors)
      throws LinuxException {
    boolean whole = true;
    while (true) {
      NlReader reader;
      try {
        reader = receive(ANSWER_TIME);
      } catch (LinuxException e) {
        if (!e.is(Errno.ENOBUFS)) {
          throw e;
        }
        // the answers that fitted are still queued; the last one may not be among them
        whole = false;
        NlReader queued = transport.receive();
        if (queued == null) {
          return false;
        }
        reader = queued;
      }
      if (reader == null) {
        if (!whole) {
          return false;
        }
        throw new LinuxException(
            "hear from the kernel what became of a request", Errno.ETIMEDOUT.value(), "");
      }
      if (take(reader, first, count, offset, errors)) {
        return whole;
      }
      if (!whole && !transport.await(Duration.ZERO)) {
        return false;
      }
    }
  }

  private static boolean take(
      NlReader reader, int first, int count, int offset, TreeMap<Integer, KernelError> errors)
      throws LinuxException {
    try {
      while (reader.next()) {
        int index = reader.sequence() - first;
        if (reader.type() != Netlink.NLMSG_ERROR || index < 0 || index >= count) {
          continue;
        }
        KernelError error = KernelError.read(reader);
        if (error.errno() != 0) {
          errors.put(offset + index, error);
        }
        if (index == count - 1) {
          return true;
        }
      }
      return false;
    } catch (IllegalArgumentException e) {
      throw new LinuxException("cannot understand the kernel's answer: " + e.getMessage(), e);
    }
  }

  /**
   * Asks for a list. One that changed while the kernel made it is asked for again.
   *
   * @param parse makes an element of the message it is given, or null to leave it out
   * @throws LinuxException where it failed, or changed five times
   */
  public <T> List<T> dump(NlRequest request, Function<NlReader, @Nullable T> parse)
      throws LinuxException {
    for (int attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
      List<T> out = new ArrayList<>();
      writer.clear();
      int wanted = ++sequence;
      request.write(writer, wanted);
      writer.addFlags(Netlink.NLM_F_REQUEST | Netlink.NLM_F_DUMP).end();
      transport.send(writer);
      if (collect(wanted, parse, out)) {
        return out;
      }
    }
    throw new LinuxException(
        "read a list of the kernel that changed each time it was read",
        Errno.EAGAIN.value(),
        "it is read again later");
  }

  /**
   * Asks a question that has one answer.
   *
   * @param parse makes the answer of a message, or null where it is not it
   * @return empty where the kernel's answer is one of these errors
   * @throws LinuxException where it failed otherwise
   */
  public <T> Optional<T> ask(
      NlRequest request, Function<NlReader, @Nullable T> parse, Set<Errno> none)
      throws LinuxException {
    writer.clear();
    int wanted = ++sequence;
    request.write(writer, wanted);
    writer.end();
    transport.send(writer);
    while (true) {
      NlReader reader = receive(ANSWER_TIME);
      if (reader == null) {
        throw new LinuxException("have an answer of the kernel", Errno.ETIMEDOUT.value(), "");
      }
      try {
        while (reader.next()) {
          if (reader.sequence() != wanted) {
            continue;
          }
          if (reader.type() == Netlink.NLMSG_ERROR) {
            KernelError error = KernelError.read(reader);
            if (none.stream().anyMatch(error::is)) {
              return Optional.empty();
            }
            throw new LinuxException("ask the kernel (" + error.text() + ")", error.errno(), "");
          }
          T answer = parse.apply(reader);
          if (answer != null) {
            return Optional.of(answer);
          }
        }
      } catch (IllegalArgumentException e) {
        throw new LinuxException("cannot understand the kernel's answer: " + e.getMessage(), e);
      }
    }
  }

  /** Reads a list to its end; false where it is not consistent. */
  private <T> boolean collect(int wanted, Function<NlReader, @Nullable T> parse, List<T> out)
      throws LinuxException {
    boolean consistent = true;
    while (true) {
      NlReader reader = receive(ANSWER_TIME);
      if (reader == null) {
        throw new LinuxException("read a list of the kernel", Errno.ETIMEDOUT.value(), "");
      }
      try {
        while (reader.next()) {
          if (reader.sequence() != wanted) {
            continue;
          }
          consistent &= !reader.hasFlag(Netlink.NLM_F_DUMP_INTR);
          int type = reader.type();
          if (type == Netlink.NLMSG_ERROR
              || type == Netlink.NLMSG_DONE && reader.payloadLength() >= 4) {
            int errno = -reader.intAt(0);
            if (errno != 0) {
              throw new LinuxException(
                  type == Netlink.NLMSG_ERROR
                      ? "read a list of the kernel (" + KernelError.read(reader).text() + ")"
                      : "read a list of the kernel to its end",
                  errno,
                  "");
            }
          }
          if (type == Netlink.NLMSG_ERROR || type == Netlink.NLMSG_DONE) {
            return consistent;
          }
          T element = parse.apply(reader);
          if (element != null) {
            out.add(element);
          }
        }
      } catch (IllegalArgumentException e) {
        throw new LinuxException("cannot understand the kernel's list: " + e.getMessage(), e);
      }
    }
  }

  /**
   * Waits for messages and receives some.
   *
   * @return null after the time or {@link #wake}
   * @throws LinuxException ENOBUFS: messages were lost
   */
  public @Nullable NlReader receive(Duration timeout) throws LinuxException {
    NlReader now = transport.receive();
    if (now != null) {
      return now;
    }
    return transport.await(timeout) ? transport.receive() : null;
  }

  /** Ends the present or next wait of {@link #receive}. Safe from any thread. */
  public void wake() {
    transport.wake();
  }

  @Override
  public void close() {
    transport.close();
  }
}

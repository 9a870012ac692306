package io.readback.bgp.rib;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a whole table, encoded once for all sessions that are encoded alike and come up
 * while the table stays the same. They are made as the fastest reader gets to them and kept until
 * the last reader has left or the table has moved; then each reader encodes what it still needs for
 * itself. So a slow peer keeps no more in memory than one piece. Used by one thread.
 */
final class TableStream {
  /** Of the first piece: more than what most tables take. */
  private static final int SMALL_OCTETS = 4 * 1024;

  private static final int LARGE_OCTETS = 128 * 1024;

  private final RouteEncoding encoding;
  private final Consumer<TableStream> deserted;

  /** Where each piece begins; one more than {@link #pieces} unless all are made. */
  private final List<TransferCursor> begins = new ArrayList<>();

  private final List<ByteBuf> pieces = new ArrayList<>();
  private boolean complete;
  private boolean retired;
  private int readers;

  /**
   * @param transfer all of the table
   * @param deserted called when the last reader has left
   */
  TableStream(RouteForms forms, Transfer transfer, Consumer<TableStream> deserted) {
    encoding = forms.encoding();
    this.deserted = deserted;
    begins.add(new TransferCursor(forms, transfer));
  }

  Reader reader() {
    readers++;
    return new Reader();
  }

  /** The table has moved: what is in hand is given back. */
  void retire() {
    if (!retired) {
      retired = true;
      pieces.forEach(ByteBuf::release);
      pieces.clear();
    }
  }

  private boolean has(int piece) {
    while (piece >= pieces.size() && !complete) {
      make();
    }
    return piece < pieces.size();
  }

  private void make() {
    TransferCursor cursor = begins.get(pieces.size()).copy();
    int limit = pieces.isEmpty() ? SMALL_OCTETS : LARGE_OCTETS;
    ByteBuf piece = UnpooledByteBufAllocator.DEFAULT.directBuffer(limit + encoding.maxLength());
    complete = cursor.fill(piece, limit);
    if (piece.isReadable()) {
      pieces.add(piece);
      begins.add(cursor);
    } else {
      piece.release();
    }
  }

  /** One session's way through the stream. */
  final class Reader {
    private int next;
    private boolean closed;

    /** The next messages, for the caller to release; null when there are none any more. */
    @Nullable ByteBuf take() {
      return has(next) ? pieces.get(next++).retainedDuplicate() : null;
    }

    /** Whether there are more; not to be asked when the stream is retired. */
    boolean hasNext() {
      return has(next);
    }

    boolean retired() {
      return retired;
    }

    /** What has not been taken, to be encoded by the caller. */
    TransferCursor rest() {
      return begins.get(next).copy();
    }

    void close() {
      if (!closed) {
        closed = true;
        readers--;
        if (readers == 0) {
          retire();
          deserted.accept(TableStream.this);
        }
      }
    }
  }
}

package io.readback.bgp.rib;

import io.netty.buffer.ByteBuf;
import io.readback.bgp.codec.MessageEncoder;
import io.readback.bgp.codec.Nlri;
import io.readback.bgp.codec.UpdateFrame;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.RouteRefresh;
import java.util.ArrayList;
import java.util.List;

/** Writes a transfer as messages, as far as there is room, and remembers where it was. */
final class TransferCursor {
  private final RouteForms forms;
  private final List<Transfer.Piece> pieces;
  private int piece;
  private int slice;
  private int offset;

  TransferCursor(RouteForms forms, Transfer transfer) {
    this.forms = forms;
    this.pieces = expand(forms.encoding(), transfer.pieces());
  }

  private TransferCursor(TransferCursor other) {
    forms = other.forms;
    pieces = other.pieces;
    piece = other.piece;
    slice = other.slice;
    offset = other.offset;
  }

  /** A cursor at the same place that goes its own way. */
  TransferCursor copy() {
    return new TransferCursor(this);
  }

  /** One piece for each path, where paths have identifiers. */
  private static List<Transfer.Piece> expand(RouteEncoding encoding, List<Transfer.Piece> pieces) {
    if (encoding.addPath().isEmpty()) {
      return pieces;
    }
    List<Transfer.Piece> out = new ArrayList<>();
    for (Transfer.Piece piece : pieces) {
      if (piece instanceof Transfer.Announce a
          && a.pathId() == Transfer.NO_ID
          && encoding.addPath().contains(a.family())) {
        PathIds.of(a.path())
            .forEach((id, path) -> out.add(new Transfer.Announce(a.family(), path, a.nlri(), id)));
      } else {
        out.add(piece);
      }
    }
    return out;
  }

  /**
   * Appends whole messages to {@code out} until it holds {@code limit} octets or more.
   *
   * @return whether nothing is left
   */
  boolean fill(ByteBuf out, int limit) {
    while (piece < pieces.size()) {
      if (out.readableBytes() >= limit) {
        return false;
      }
      Transfer.Piece now = pieces.get(piece);
      if (!forms.encoding().families().contains(now.family()) || write(now, out, limit)) {
        piece++;
        slice = 0;
        offset = 0;
      }
    }
    return true;
  }

  private boolean write(Transfer.Piece now, ByteBuf out, int limit) {
    if (now instanceof Transfer.EndOfRib end) {
      // a withdrawal of nothing (RFC 4724 section 2)
      forms.withdraw(end.family()).writeEmpty(out);
      return true;
    }
    if (now instanceof Transfer.RefreshMarker marker) {
      out.writeBytes(
          MessageEncoder.encode(
              new RouteRefresh(Family.unicast(marker.family()), marker.subtype())));
      return true;
    }
    if (now instanceof Transfer.Announce announce) {
      RouteEncoding.Form form = forms.announce(announce.family(), announce.path());
      if (form instanceof RouteEncoding.Framed framed) {
        return write(framed.frame(), announce.nlri(), announce.pathId(), out, limit);
      }
      // What was announced before under another path must not stay there under that one.
      return write(
          forms.withdraw(announce.family()), announce.nlri(), announce.pathId(), out, limit);
    }
    Transfer.Withdraw withdraw = (Transfer.Withdraw) now;
    return write(forms.withdraw(withdraw.family()), withdraw.nlri(), withdraw.pathId(), out, limit);
  }

  /** Returns whether all of {@code nlri} is written. */
  private boolean write(
      UpdateFrame frame, List<NlriSlice> nlri, long pathId, ByteBuf out, int limit) {
    while (slice < nlri.size()) {
      if (out.readableBytes() >= limit) {
        return false;
      }
      int room = frame.room();
      int begin = frame.begin(out);
      while (slice < nlri.size()) {
        NlriSlice now = nlri.get(slice);
        int end;
        if (pathId == Transfer.NO_ID) {
          end = lastBoundary(now, offset, room);
          out.writeBytes(now.bytes(), offset, end - offset);
          room -= end - offset;
        } else {
          int before = out.writerIndex();
          end = writeWithIds(now, offset, room, pathId, out);
          room -= out.writerIndex() - before;
        }
        offset = end;
        if (end < now.length()) {
          break;
        }
        slice++;
        offset = 0;
      }
      frame.end(out, begin);
    }
    return true;
  }

  /**
   * Writes the entries from {@code from} that fit into {@code room} octets, each behind the path
   * identifier; returns the end of the last one.
   */
  private static int writeWithIds(NlriSlice slice, int from, int room, long pathId, ByteBuf out) {
    int at = from;
    int left = room;
    while (at < slice.length()) {
      int octets = Nlri.octets(slice.bytes(), at);
      if (Integer.BYTES + octets > left) {
        break;
      }
      out.writeInt((int) pathId);
      out.writeBytes(slice.bytes(), at, octets);
      left -= Integer.BYTES + octets;
      at += octets;
    }
    return at;
  }

  /** The end of the last entry that fits into {@code room} octets from {@code from}. */
  private static int lastBoundary(NlriSlice slice, int from, int room) {
    if (slice.length() - from <= room) {
      return slice.length();
    }
    int at = from;
    while (true) {
      int next = at + Nlri.octets(slice.bytes(), at);
      if (next - from > room) {
        return at;
      }
      at = next;
    }
  }
}

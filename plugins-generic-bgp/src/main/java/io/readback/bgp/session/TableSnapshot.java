package io.readback.bgp.session;

import io.readback.bgp.codec.AttributeBlock;
import io.readback.bgp.message.Family;
import io.readback.bgp.mrt.TableRecord;
import io.readback.bgp.rib.RouteEncoding;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.observe.ReceivedRoute;
import io.readback.spi.observe.SessionDump;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import io.readback.spi.route.RouteTable;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Both tables of an established session at one moment. Immutable; costs nothing to make.
 *
 * @param ours who told the peer its routes
 * @param peers who told us ours
 * @param advertised what the peer was told in full
 */
record TableSnapshot(
    TableRecord.Peer ours,
    TableRecord.Peer peers,
    RouteEncoding encoding,
    RouteTable advertised,
    PrefixMap<ReceivedRoute> received) {
  private record Row(IpPrefix prefix, List<TableRecord.Route> routes, boolean pathIds) {}

  /**
   * The records of a table, made while they are taken. What we advertise stands as the peer has it:
   * told by us, to the peer.
   *
   * @param at since when advertised routes are said to be there: it is not kept
   */
  Iterator<byte[]> records(SessionDump.Table table, Instant at) {
    boolean out = table == SessionDump.Table.ADVERTISED;
    IpAddress collector = (out ? peers : ours).bgpIdentifier();
    byte[] index = TableRecord.peerIndex(at, collector, table.toString(), out ? ours : peers);
    Stream<Row> rows = out ? advertisedRows(at) : receivedRows();
    Iterator<Integer> sequence = IntStream.iterate(0, i -> i + 1).iterator();
    return Stream.concat(
            Stream.of(index),
            rows.filter(row -> !row.routes().isEmpty())
                .map(
                    row ->
                        TableRecord.rib(
                            at, sequence.next(), row.prefix(), row.routes(), row.pathIds())))
        .iterator();
  }

  private Stream<Row> advertisedRows(Instant at) {
    return stream(advertised.paths())
        .map(
            e -> {
              AddressFamily family = e.getKey().family();
              List<TableRecord.Route> routes =
                  encoding.told(family, e.getValue()).entrySet().stream()
                      .map(r -> new TableRecord.Route(at, r.getKey(), r.getValue()))
                      .toList();
              return new Row(e.getKey(), routes, encoding.addPath().contains(family));
            });
  }

  private Stream<Row> receivedRows() {
    return stream(received)
        .map(
            e -> {
              List<TableRecord.Route> routes =
                  e.getValue().all().map(r -> route(e.getKey().family(), r)).toList();
              return new Row(e.getKey(), routes, e.getValue().pathId().isPresent());
            });
  }

  private static TableRecord.Route route(AddressFamily family, ReceivedRoute route) {
    return new TableRecord.Route(
        route.since(), route.pathId().orElse(0), attributes(family, route.path()));
  }

  private static AttributeBlock attributes(AddressFamily family, Path path) {
    IpAddress nextHop =
        path.nextHops().get(0) instanceof NextHop.Address fixed
            ? fixed.address()
            : IpAddress.ofBits(family, 0, 0);
    return AttributeBlock.received(Family.unicast(family), path.attributes(), nextHop);
  }

  private static <V> Stream<Map.Entry<IpPrefix, V>> stream(PrefixMap<V> map) {
    return StreamSupport.stream(map.spliterator(), false);
  }
}

package io.readback.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.readback.bgp.codec.CodecContext;
import io.readback.bgp.codec.Decoded;
import io.readback.bgp.codec.MessageDecoder;
import io.readback.bgp.rib.AdjRibOut;
import io.readback.bgp.rib.EncodedTable;
import io.readback.bgp.rib.RouteEncoding;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the speaker does for each change and for each session, without the socket: one change among
 * many routes must not cost more than among few, and a table for a new session is copied, not
 * encoded.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SpeakerBenchmark {
  /** How much of a table is written to a socket at once. */
  private static final int WRITE = 128 * 1024;

  private static final int MESSAGE = 4096;
  private static final Path PATH = Path.self(PathAttributes.NONE);
  private static final RouteEncoding ENCODING =
      new RouteEncoding(
          65001,
          false,
          true,
          IpAddress.parse("192.0.2.10"),
          false,
          List.of(AddressFamily.IPV4, AddressFamily.IPV6));
  private static final CodecContext PEER = CodecContext.ebgp(65000, 65001).build();

  @Param({"10", "10000", "1000000"})
  private int size;

  private final ByteBuf out = Unpooled.directBuffer(WRITE + MESSAGE);
  private final EncodedTable table = new EncodedTable();
  private AdjRibOut told = new AdjRibOut(ENCODING, table);
  private RouteTable routes = RouteTable.EMPTY;
  private RouteTable oneMore = RouteTable.EMPTY;
  private byte[] update = new byte[0];

  @Setup
  public void fill() {
    for (int i = 0; i < size; i++) {
      routes = routes.with(IpAddress.ofIpv4(0x0a000000 + i).toPrefix(), PATH);
    }
    oneMore = routes.with(IpPrefix.parse("203.0.113.7/32"), PATH);
    table.advance(routes);
    out.clear();
    told.fill(out, WRITE);
    update = new byte[out.getUnsignedShort(16)];
    out.getBytes(0, update);
    told = new AdjRibOut(ENCODING, table);
    send(told);
  }

  /** Whole messages, a write at a time. */
  private long send(AdjRibOut rib) {
    long octets = 0;
    boolean upToDate = false;
    while (!upToDate) {
      out.clear();
      upToDate = rib.fill(out, WRITE);
      octets += out.readableBytes();
    }
    return octets;
  }

  private long change(RouteTable next) {
    told.offer(table.advance(next));
    return send(told);
  }

  /** One route comes and goes again: two versions, two UPDATEs. */
  @Benchmark
  public long oneRoute() {
    return change(oneMore) + change(routes);
  }

  /** All routes for a session that came up. */
  @Benchmark
  public long newSession() {
    return send(new AdjRibOut(ENCODING, table));
  }

  /** The first UPDATE of the table, as the peer reads it: up to 810 prefixes. */
  @Benchmark
  public Decoded decode() {
    return MessageDecoder.decode(update, PEER);
  }

  /** A peer that has all routes. */
  @State(Scope.Thread)
  public static class Told {
    private final EncodedTable table = new EncodedTable();
    private AdjRibOut rib = new AdjRibOut(ENCODING, table);

    /** Told anew before each withdrawal, which is not measured. */
    @Setup(Level.Invocation)
    public void tell(SpeakerBenchmark benchmark) {
      table.advance(benchmark.routes);
      rib = new AdjRibOut(ENCODING, table);
      benchmark.send(rib);
    }
  }

  /** All routes go: the difference is found, and written. */
  @Benchmark
  public long withdrawAll(Told peer) {
    peer.rib.offer(peer.table.advance(RouteTable.EMPTY));
    return send(peer.rib);
  }
}

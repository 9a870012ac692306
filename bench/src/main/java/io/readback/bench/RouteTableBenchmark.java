package io.readback.bench;

import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One change of a table, and what differs between two versions, at several sizes: the cost must not
 * follow the size.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RouteTableBenchmark {
  private static final Path PATH = Path.self(PathAttributes.NONE);

  @Param({"10", "10000", "1000000"})
  private int size;

  private RouteTable table = RouteTable.EMPTY;
  private RouteTable changed = RouteTable.EMPTY;
  private final IpPrefix fresh = IpPrefix.parse("203.0.113.7/32");

  @Setup
  public void fill() {
    for (int i = 0; i < size; i++) {
      table = table.with(IpAddress.ofIpv4(0x0a000000 + i).toPrefix(), PATH);
    }
    changed = table.with(fresh, PATH);
  }

  /** A version with one route more. */
  @Benchmark
  public RouteTable with() {
    return table.with(fresh, PATH);
  }

  /** The difference between a version and the next one. */
  @Benchmark
  public void changes(Blackhole hole) {
    RouteTable.changes(
        table,
        changed,
        new RouteTable.Changes() {
          @Override
          public void announce(IpPrefix prefix, Path path) {
            hole.consume(prefix);
          }

          @Override
          public void withdraw(IpPrefix prefix, Path path) {
            hole.consume(prefix);
          }
        });
  }
}

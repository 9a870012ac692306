package io.readback.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.rib.EncodedTable;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.TargetId;
import io.readback.spi.target.TargetKind;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TablePoolTest {
  private static final RouteTable ONE = table("192.0.2.1/32");
  private static final RouteTable TWO = ONE.with(prefix("192.0.2.2/32"), path());
  private final TablePool pool = new TablePool();

  private static IpPrefix prefix(String text) {
    return IpPrefix.parse(text);
  }

  private static Path path() {
    return Path.self(PathAttributes.NONE);
  }

  private static RouteTable table(String text) {
    return RouteTable.EMPTY.with(prefix(text), path());
  }

  private static TargetId peer(String name) {
    return new TargetId(TargetKind.BGP_SESSION, "i", name);
  }

  private static SortedMap<TargetId, RouteTable> wanted(RouteTable a, RouteTable b) {
    SortedMap<TargetId, RouteTable> wanted = new TreeMap<>();
    wanted.put(peer("a"), a);
    wanted.put(peer("b"), b);
    return wanted;
  }

  @Test
  void move_sameVersionForBoth_sharesOneTableAndOneDifference() {
    pool.move(wanted(ONE, ONE));
    assertThat(pool.table(peer("a"))).isSameAs(pool.table(peer("b")));

    SortedMap<TargetId, TablePool.Move> moves = pool.move(wanted(TWO, TWO));
    assertThat(moves.get(peer("a")).delta().orElseThrow())
        .isSameAs(moves.get(peer("b")).delta().orElseThrow());
    assertThat(pool.table(peer("a")).version()).isSameAs(TWO);
  }

  @Test
  void move_versionsPart_givesEachItsOwnTable() {
    pool.move(wanted(ONE, ONE));
    pool.move(wanted(ONE, TWO));
    assertThat(pool.table(peer("a")).version().paths()).isSameAs(ONE.paths());
    assertThat(pool.table(peer("b")).version().paths()).isSameAs(TWO.paths());

    pool.move(wanted(TWO, TWO));
    assertThat(pool.table(peer("a"))).isSameAs(pool.table(peer("b")));
  }

  @Test
  void move_nothingNew_movesNobody() {
    pool.move(wanted(ONE, TWO));
    assertThat(pool.move(wanted(ONE, TWO))).isEmpty();
  }

  @Test
  void move_onePeerOfTwoThatShare_leavesTheOtherWhereItWas() {
    pool.move(wanted(ONE, ONE));
    EncodedTable shared = pool.table(peer("a"));

    TablePool.Move move = pool.move(peer("b"), TWO).orElseThrow();
    assertThat(move.delta()).isEmpty();
    assertThat(pool.table(peer("b"))).isSameAs(move.table());
    assertThat(move.table().version()).isSameAs(TWO);
    assertThat(pool.table(peer("a"))).isSameAs(shared);
    assertThat(shared.version()).isSameAs(ONE);
  }

  @Test
  void move_onePeerAlone_tellsTheDifference() {
    pool.move(wanted(ONE, TWO));
    RouteTable three = TWO.with(prefix("192.0.2.3/32"), path());

    TablePool.Move move = pool.move(peer("b"), three).orElseThrow();
    assertThat(move.delta().orElseThrow().to()).isSameAs(three);
    assertThat(pool.move(peer("b"), three)).isEmpty();
  }
}

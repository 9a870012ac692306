package io.readback.bgp.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.RouteTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RouteCommandsTest {
  private static final IpPrefix PREFIX = IpPrefix.parse("198.51.100.1/32");

  private final RouteFile file = new RouteFile();
  private final List<RouteTable> announced = new ArrayList<>();
  private final RouteTable loaded =
      RouteTable.EMPTY.with(IpPrefix.parse("10.0.0.0/8"), file.path("192.0.2.1"));
  private final RouteCommands commands = new RouteCommands(file, loaded, announced::add);

  @Test
  void carryOut_announceAndWithdraw_changeTheTableThatWasLoaded() throws InterruptedException {
    assertThat(commands.carryOut("announce 198.51.100.1/32 192.0.2.1 65000:1")).isEmpty();
    assertThat(commands.carryOut(" withdraw  198.51.100.1/32 ")).isEmpty();
    assertThat(announced)
        .containsExactly(loaded.with(PREFIX, file.path("192.0.2.1 65000:1")), loaded);
  }

  @Test
  void carryOut_withdrawAll_leavesNothing() throws InterruptedException {
    assertThat(commands.carryOut("withdraw all")).isEmpty();
    assertThat(announced).containsExactly(RouteTable.EMPTY);
  }

  @Test
  void carryOut_aLineThatIsWrong_isAnsweredAndAnnouncesNothing() throws InterruptedException {
    assertThat(commands.carryOut("advertise 198.51.100.1/32"))
        .contains("announce PREFIX NEXTHOP [ATTRIBUTE…], or withdraw PREFIX|all");
    assertThat(commands.carryOut("announce 198.51.100.1/33 192.0.2.1")).isPresent();
    assertThat(commands.carryOut("announce 198.51.100.1/32 192.0.2.1 65000")).isPresent();
    assertThat(commands.carryOut("")).isPresent();
    assertThat(announced).isEmpty();
  }
}

package io.readback.router.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterCommandTest {
  private enum Words implements RouterWords {
    SHOW("show ip route"),
    LONGER("longer-prefixes json");

    private final String words;

    Words(String words) {
      this.words = words;
    }

    @Override
    public String words() {
      return words;
    }
  }

  private enum Hostile implements RouterWords {
    NEWLINE("show version\nconfigure terminal"),
    RETURN("show version\rconfigure terminal"),
    PIPE("show version | include x"),
    SEMICOLON("show version; id"),
    QUOTE("show version' ; id '"),
    DOUBLE_QUOTE("show \"version"),
    BACKTICK("show `id`"),
    DOLLAR("show $(id)"),
    AMPERSAND("show version & id"),
    REDIRECT("show version > /etc/passwd"),
    BACKSLASH("show version\\n"),
    ARABIC_DIGIT("show ip route ١٩٢.0.2.1"),
    FULLWIDTH("show ｖersion"),
    NUL("show\0version"),
    TAB("show\tversion"),
    QUESTION("show ?"),
    UNDERSCORE("show a_b"),
    EMPTY("");

    private final String words;

    Hostile(String words) {
      this.words = words;
    }

    @Override
    public String words() {
      return words;
    }
  }

  @Test
  void build_wordsAndValues_areJoinedByBlanks() {
    RouterCommand command =
        RouterCommand.of(Words.SHOW)
            .prefix(IpPrefix.parse("2001:db8::/32"))
            .address(IpAddress.parse("10.0.0.1"))
            .words(Words.LONGER)
            .build();

    assertThat(command.text())
        .isEqualTo("show ip route 2001:db8::/32 10.0.0.1 longer-prefixes json");
    assertThat(CommandLine.of("vtysh", List.of(command, command)).line())
        .isEqualTo("vtysh -c '" + command + "' -c '" + command + "'");
  }

  @ParameterizedTest
  @EnumSource(Hostile.class)
  void build_characterOutsideTheAllowed_isRefused(Hostile words) {
    assertThatIllegalStateException().isThrownBy(() -> RouterCommand.of(words).build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "vtysh; id",
        "vtysh\nid",
        "$(id)",
        "`id`",
        "vtysh 'x'",
        "vtysh | sh",
        "vtysh > x"
      })
  void commandLine_programWithShellCharacters_isRefused(String program) {
    List<RouterCommand> commands = List.of(RouterCommand.of(Words.SHOW).build());

    assertThatIllegalArgumentException().isThrownBy(() -> CommandLine.of(program, commands));
  }

  @Property
  void build_anyAddressAndPrefix_staysInsideTheAllowed(
      @ForAll long high, @ForAll long low, @ForAll boolean ipv6) {
    byte[] octets = new byte[ipv6 ? 16 : 4];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) ((i < 8 ? high : low) >>> (8 * (i & 7)));
    }
    IpAddress address = IpAddress.ofBytes(octets);

    String text =
        RouterCommand.of(Words.SHOW).address(address).prefix(address.toPrefix()).build().text();

    assertThat(text).matches("[A-Za-z0-9 ./:-]+");
    assertThat(Arrays.asList(text.split(" "))).contains(address.toString());
  }
}

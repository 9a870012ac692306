package io.readback.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  @Test
  void parse_hostAndPort_isTcp() {
    assertThat(Endpoint.parse("127.0.0.1:7179")).isEqualTo(new Endpoint.Tcp("127.0.0.1", 7179));
    assertThat(Endpoint.parse("[::1]:80"))
        .isEqualTo(new Endpoint.Tcp("::1", 80))
        .hasToString("[::1]:80");
    assertThat(Endpoint.parse("http://agent:7179/")).isEqualTo(new Endpoint.Tcp("agent", 7179));
  }

  @Test
  void parse_unixPrefix_isASocketPath() {
    assertThat(Endpoint.parse("unix:/run/readback.sock"))
        .isEqualTo(new Endpoint.Unix("/run/readback.sock"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7179", "host", "host:", ":7179", "host:70000", "unix:"})
  void parse_anythingElse_saysWhatIsAllowed(String text) {
    assertThatThrownBy(() -> Endpoint.parse(text)).hasMessageContaining("HOST:PORT or unix:PATH");
  }
}

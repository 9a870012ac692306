package io.readback.layer2.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.layer2.own.ClaimAct;
import io.readback.layer2.own.ClaimAct.Kind;
import io.readback.spi.net.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkNewsTest {
  private final LinkNews news = new LinkNews();

  private void add(Kind kind, String vip, String why) {
    news.add(new ClaimAct(kind, IpAddress.parse(vip), why));
  }

  @Test
  void take_someNews_areToldOnceInOrder() {
    add(Kind.START, "192.0.2.9", "n1 is gone");
    add(Kind.STOP, "192.0.2.9", "n1 comes first");
    assertThat(news.take())
        .containsExactly(
            "answers for 192.0.2.9: n1 is gone", "stops answering for 192.0.2.9: n1 comes first");
    assertThat(news.take()).isEmpty();
  }

  @Test
  void take_thousands_areToldByNumberBeyondTheFirst() {
    for (int i = 0; i < 10_000; i++) {
      add(Kind.START, "10.0." + (i >> 8) + "." + (i & 255), "n1 is gone");
    }
    add(Kind.STOP, "192.0.2.9", "n1 comes first");
    List<String> told = news.take();
    assertThat(told).hasSize(LinkNews.MOST + 1);
    assertThat(told.get(LinkNews.MOST))
        .isEqualTo("answers for 9984 more, stops answering for 1 more");
  }
}

package io.readback.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.lab.LabNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows about how sessions come to be, and which must not. */
abstract class SessionRows extends InteropRun {
  SessionRows(String column) {
    super(column);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = InteropRow.class,
      mode = EnumSource.Mode.MATCH_ALL,
      names = ".*_(DIAL|LISTEN)")
  @Order(1)
  void session_eachKindAndDirection_carriesRoutesBothWays(InteropRow row) {
    cell(
        row,
        () -> {
          InteropLink link = row.links().get(0);
          assertUp(link);
          assertInstalled(link.vip(), link.address());
          at(link).awaitStatus(link.family() + "-received=1");
          at(link).tell("withdraw " + link.vip());
          eventually(() -> assertThat(router().route(link.address(), link.vip())).isEmpty());
          at(link).tell("announce " + link.vip());
          assertUp(link);
        });
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = InteropRow.class,
      names = {
        "COLLISION",
        "DELAY_OPEN",
        "FOUR_OCTET_AS",
        "HOLD_ZERO",
        "LOCAL_AS",
        "MD5_IPV6",
        "MD5_RANGE",
        "MULTIHOP",
        "RANGE",
        "ROLE",
        "TTL_SECURITY",
        "TTL_SECURITY_IPV6",
        "TWO_OCTET_AS"
      })
  @Order(2)
  void session_ofAnotherKind_carriesRoutes(InteropRow row) {
    cell(
        row,
        () -> {
          InteropLink link = row.links().get(0);
          assertUp(link);
          // what both ends have agreed on: the lower of the two, and 0 is the lowest
          assertThat(at(link).status()).contains("established hold=" + link.holdTime() + " ");
        });
  }

  @Test
  @Order(4)
  void password_wrong_noSessionAndTheReason() {
    cell(
        InteropRow.MD5_WRONG,
        () -> {
          at(InteropLink.MD5_WRONG).awaitStatus("compare it");
          assertThat(at(InteropLink.MD5_WRONG).status()).doesNotContain("established");
        });
  }

  @Test
  @Order(4)
  void roles_thatDoNotFit_areRefused() {
    cell(
        InteropRow.ROLE_MISMATCH,
        () -> {
          at(InteropLink.ROLE_MISMATCH).awaitStatus("Role Mismatch");
          assertThat(at(InteropLink.ROLE_MISMATCH).status()).doesNotContain("established");
        });
  }

  @Test
  @Order(4)
  void asNumber_notAsTheRouterHasIt_noSessionAndTheReason() {
    cell(
        InteropRow.WRONG_AS,
        () -> {
          at(InteropLink.WRONG_AS).awaitStatus("Bad Peer AS");
          assertThat(at(InteropLink.WRONG_AS).status()).doesNotContain("established");
        });
  }

  @Test
  @Order(4)
  void interface_insteadOfAnAddress_carriesBothFamilies() {
    cell(
        InteropRow.UNNUMBERED,
        () -> {
          LabNode here = lab().node("us3");
          NodeSpeaker speaker = NodeSpeaker.on(here);
          speaker
              .tell("session 65011 172.16.10.3 :: 65000 v4 v6 device=eth0 listen")
              .tell("announce 192.0.2.3/32 2001:db8:1::3/128");
          String us = linkLocal(here);
          Unnumbered there = startUnnumbered(lab().router("router2"), us);
          speaker.awaitStatus("established");
          eventually(
              () -> {
                for (String prefix : List.of("192.0.2.3/32", "2001:db8:1::3/128")) {
                  assertThat(there.router().route(there.neighbor(), prefix))
                      .hasValueSatisfying(r -> assertThat(r.nextHop()).isEqualTo(us));
                }
              });
          there.router().close();
          speaker.process().close();
        });
  }

  private static String linkLocal(LabNode node) {
    String said = node.network("ip", "-6", "-o", "addr", "show", "dev", "eth0").orFail().out();
    Matcher found = Pattern.compile("fe80:[0-9a-f:]+").matcher(said);
    assertThat(found.find()).as(said).isTrue();
    return found.group();
  }
}

package io.readback.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.app.api.ApiServer;
import io.readback.app.api.Endpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands against a real API server with documents of the test's choice. */
class CommandLineTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private final FakeDocuments documents = new FakeDocuments();
  private final AtomicInteger looks = new AtomicInteger();
  private volatile ApiServer server;
  private String out;
  private String err;

  @BeforeEach
  void serve() throws IOException {
    server =
        ApiServer.start(
            new Endpoint.Tcp("127.0.0.1", 0),
            documents,
            () -> "readback_up 1\n",
            looks::incrementAndGet);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private int run(String... args) {
    String[] all = java.util.Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--api";
    all[args.length + 1] = "127.0.0.1:" + server.port();
    return runAt(all);
  }

  private int runAt(String... args) {
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    int code = ReadbackCommand.run(new PrintWriter(outText), new PrintWriter(errText), args);
    out = outText.toString();
    err = errText.toString();
    return code;
  }

  private JsonNode json() {
    return JSON.readTree(out);
  }

  @Test
  void services_table_isAlignedUnderHeaders() {
    assertThat(run("services")).isZero();
    assertThat(out.lines())
        .containsExactly(
            "NAMESPACE  NAME  TYPE          VIPS         POOLS         CONDITION  VERDICT",
            "web        shop  LoadBalancer  172.16.90.2  example-pool  satisfied  verified");
  }

  @Test
  void services_json_hasTheContractsFields() {
    assertThat(run("services", "-o", "json")).isZero();
    assertThat(json())
        .isEqualTo(
            JSON.readTree(
                """
                [{"namespace":"web","name":"shop","type":"LoadBalancer",
                  "vips":[{"ip":"172.16.90.2","pool":"example-pool"}],
                  "conditions":[{"type":"cilium.io/IPAMRequestSatisfied","status":"True","reason":"satisfied","message":""}],
                  "verdict":"verified"}]\
                """));
  }

  @Test
  void pools_yaml_isTheSameDocument() {
    assertThat(run("pools", "-o", "yaml")).isZero();
    assertThat(out)
        .contains("- name: example-pool")
        .contains("total: 253")
        .contains("start: 172.16.90.2");
  }

  @Test
  void bgpPeers_table_showsUptimeAndCounts() {
    assertThat(run("bgp", "peers")).isZero();
    assertThat(out).contains("established  1h02m").contains("ipv4/unicast");
  }

  @Test
  void bgpPeers_wide_showsTimersEndsCountsAndCapabilities() {
    assertThat(run("bgp", "peers", "-o", "wide")).isZero();
    assertThat(out)
        .contains("172.16.10.11:40001", "172.16.10.1:179", "9/90", "3/30")
        .contains("103/2050B", "103/2100B", "tcp-md5", "255 (at least 255)", "120s/120s")
        .contains("multiprotocol ipv4-unicast", "capability 199 0102");
  }

  @Test
  void bgpPeers_wide_showsDrains() {
    assertThat(run("bgp", "peers", "-o", "wide")).isZero();
    assertThat(out).contains("node draining until 2026-01-01T00:00:30Z");
    assertThat(run("bgp", "peers", "-o", "json")).isZero();
    assertThat(json().path(0).path("drains").path(0).path("withdrawsAt").asString())
        .isEqualTo("2026-01-01T00:00:30Z");
  }

  @Test
  void drains_none_saysHowToDrain() {
    assertThat(run("drains")).isZero();
    assertThat(out).contains("Nothing is drained", "readback.io/drain");
  }

  @Test
  void drains_table_saysWhenAndHowToUndo() {
    documents.drained = true;
    assertThat(run("drains", "-o", "wide")).isZero();
    assertThat(out)
        .contains("node", "berlin-1", "draining", "at 2026-01-01T00:00:30Z", "cloudfleet/unifi")
        .contains("remove the annotation from the Node");
  }

  @Test
  void run_badDrainTime_isAUsageError() {
    assertThat(runAt("run", "--config", "x", "--drain-on-stop", "2h")).isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("a time such as 30s or 2m, up to 1h");
  }

  @Test
  void bgpPeers_json_hasDetailBesideTheFieldsOfAlways() {
    assertThat(run("bgp", "peers", "-o", "json")).isZero();
    assertThat(json().path(0).path("state").asString()).isEqualTo("established");
    assertThat(json().path(0).path("messages").path("sent").path("octets").asLong())
        .isEqualTo(2100);
    assertThat(json().path(0).path("lastErrorDetail").path("direction").asString())
        .isEqualTo("sent");
    assertThat(json().path(0).has("session")).isFalse();
  }

  @Test
  void bgpEvents_ofOnePeer_asksForItAndShowsTheMessage() {
    assertThat(run("bgp", "events", "--peer", "tor 1", "-o", "wide")).isZero();
    assertThat(out)
        .contains("tor 1", "established", "idle", "notif-msg", "Administrative Shutdown")
        .contains("0015030602");
  }

  @Test
  void bgpRoutes_available_hasNoPeer() {
    assertThat(run("bgp", "routes", "available", "-o", "json")).isZero();
    assertThat(json().path(0).has("peer")).isFalse();
    assertThat(json().path(0).path("localPref").isNull()).isTrue();
    assertThat(
            run("bgp", "routes", "advertised", "--peer", "unifi", "--family", "ipv4", "-o", "json"))
        .isZero();
    assertThat(json().path(0).path("peer").asString()).isEqualTo("unifi");
  }

  @Test
  void verifyAndExplain_askForALook_otherReadersDoNot() throws Exception {
    run("services");
    get("/v1/verify");
    assertThat(looks).hasValue(0);

    run("verify");
    run("verify", "web/shop");
    run("explain", "web/shop");
    assertThat(looks).hasValue(3);
  }

  @Test
  void verify_allVerified_exits0_elseExits1() {
    assertThat(run("verify")).isZero();
    documents.verdict = "rejected";
    assertThat(run("verify", "web/shop")).isEqualTo(1);
    assertThat(out).contains("rejected").contains("FILTERED").contains("filtered by policy");
  }

  @Test
  void verify_sourcesNotRead_exits1WhateverTheRowsSay() {
    documents.ready = false;
    assertThat(run("verify")).isEqualTo(1);
    assertThat(err).contains("not read its manifests completely").contains("readback problems");
  }

  @Test
  void services_sourcesReadWhileAsked_waitsForThem() {
    documents.ready = false;
    documents.readyAfterQuestions = 2;
    assertThat(run("services")).isZero();
    assertThat(out).contains("172.16.90.2");
    assertThat(err).isEmpty();
  }

  @Test
  void verify_timeout_waitsForAnAgentThatIsStarting() throws Exception {
    int port = server.port();
    server.close();
    Thread start =
        new Thread(
            () -> {
              try {
                server =
                    ApiServer.start(
                        new Endpoint.Tcp("127.0.0.1", port), documents, () -> "", () -> {});
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    start.start();
    assertThat(runAt("verify", "--timeout", "20", "--api", "127.0.0.1:" + port)).isZero();
    start.join();
  }

  @Test
  void verify_unknownService_exits1AndNamesIt() {
    assertThat(run("verify", "web/nobody")).isEqualTo(1);
    assertThat(err).contains("there is no Service web/nobody");
  }

  @Test
  void explain_failingStep_isMarkedWithItsRemedyAndExits1() {
    documents.verdict = "rejected";
    assertThat(run("explain", "web/shop")).isEqualTo(1);
    assertThat(out)
        .contains("> FAILED  received tor-rack-1: a prefix-list refuses it")
        .contains("-> look at it");
    documents.verdict = "verified";
    assertThat(run("explain", "web/shop")).isZero();
  }

  @Test
  void explain_argumentWithoutNamespace_exits2() {
    assertThat(run("explain", "shop")).isEqualTo(2);
    assertThat(err).contains("namespace/name").contains("'shop'");
  }

  @Test
  void anyCommand_unknownOption_exits2() {
    assertThat(run("services", "--colour")).isEqualTo(2);
    assertThat(run("bgp", "routes", "sideways")).isEqualTo(2);
    assertThat(err).contains("sideways");
  }

  @Test
  void anyCommand_nobodyListens_exits3() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    assertThat(runAt("services", "--api", "127.0.0.1:" + closed)).isEqualTo(3);
    assertThat(err).contains("no agent answers at 127.0.0.1:" + closed).contains("readback run");
    assertThat(runAt("services", "--api", "unix:/nonexistent/socket")).isEqualTo(3);
  }

  @Test
  void services_overAUnixSocket_answers(@TempDir Path dir) throws IOException {
    Endpoint.Unix endpoint = new Endpoint.Unix(dir.resolve("api.sock").toString());
    ApiServer unix = ApiServer.start(endpoint, documents, () -> "", () -> {});
    try {
      assertThat(runAt("services", "--api", endpoint.toString())).isZero();
      assertThat(out).contains("172.16.90.2");
    } finally {
      unix.close();
    }
  }

  @Test
  void api_probesAndMetrics_answer() throws Exception {
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
    documents.ready = false;
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/metrics").body()).contains("readback_up 1");
    assertThat(get("/").body()).contains("<title>Readback</title>");
    assertThat(get("/v1/nothing").statusCode()).isEqualTo(404);
    assertThat(get("/v1/bgp/routes?view=odd").body()).contains("available, advertised, received");
    assertThat(get("/v1/explain/web/shop").body()).contains("\"service\":\"web/shop\"");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}

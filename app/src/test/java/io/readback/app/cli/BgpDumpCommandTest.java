package io.readback.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.app.api.ApiServer;
import io.readback.app.api.Endpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dump that comes over the real API. */
class BgpDumpCommandTest {
  private static final byte[] RECORDS = {1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3};

  @TempDir private Path dir = Path.of("");

  private final FakeDocuments documents = new FakeDocuments();
  private String err = "";

  private int run(Endpoint endpoint, String... options) throws IOException {
    try (ApiServer server = ApiServer.start(endpoint, documents, () -> "", () -> {})) {
      String api =
          endpoint instanceof Endpoint.Tcp ? "127.0.0.1:" + server.port() : endpoint.toString();
      String[] args = new String[options.length + 6];
      System.arraycopy(
          new String[] {"bgp", "dump", "--output", file().toString(), "--api", api}, 0, args, 0, 6);
      System.arraycopy(options, 0, args, 6, options.length);
      StringWriter errors = new StringWriter();
      int code =
          ReadbackCommand.run(new PrintWriter(new StringWriter()), new PrintWriter(errors), args);
      err = errors.toString();
      return code;
    }
  }

  private Path file() {
    return dir.resolve("session.mrt");
  }

  private Endpoint endpoint(String kind) {
    return kind.equals("tcp")
        ? new Endpoint.Tcp("127.0.0.1", 0)
        : new Endpoint.Unix(dir.resolve("api").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "unix"})
  void dump_untilItsTime_writesTheRecordsAndEndsTheRecording(String kind) throws Exception {
    assertThat(run(endpoint(kind), "--peer", "unifi", "--time", "1s")).isZero();
    assertThat(Files.readAllBytes(file())).isEqualTo(RECORDS);
    Awaitility.await().until(() -> documents.dumpEnded);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "unix"})
  void dumpTable_large_comesWhole(String kind) throws Exception {
    assertThat(run(endpoint(kind), "--peer", "unifi", "--table", "advertised")).isZero();
    assertThat(Files.size(file())).isEqualTo(FakeDocuments.TABLE_RECORDS * 100L);
  }

  @Test
  void dumpTable_withoutSession_saysSo() throws Exception {
    assertThat(run(endpoint("tcp"), "--peer", "unifi", "--table", "received"))
        .isEqualTo(ExitCode.WRONG);
    assertThat(err).contains("the session with 'unifi' is not established");
    assertThat(run(endpoint("tcp"), "--peer", "unifi", "--table", "rib")).isEqualTo(ExitCode.USAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "unix"})
  void dump_unknownPeer_saysSo(String kind) throws Exception {
    assertThat(run(endpoint(kind), "--peer", "other")).isEqualTo(ExitCode.WRONG);
    assertThat(err).contains("no session with 'other'");
  }

  @Test
  void dump_badLimits_areUsageErrors() throws Exception {
    assertThat(run(endpoint("tcp"), "--peer", "unifi", "--size", "0")).isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("octets must be 1 to");
    assertThat(run(endpoint("tcp"), "--peer", "unifi", "--time", "5")).isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("--time must be a duration");
  }
}

package io.readback.bench.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bench.receiver.ReceiverKind;
import io.readback.bench.report.JsonLines;
import io.readback.bench.sender.SenderKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BulkReportTest {
  private static BulkRun run(SenderKind sender, double held) {
    return new BulkRun(
        ReceiverKind.BIRD,
        sender,
        10_000,
        1,
        1,
        "",
        held,
        0.001,
        held,
        14,
        50_582,
        0,
        false,
        1,
        0,
        10,
        10,
        0.01,
        20,
        0,
        held / 2);
  }

  @Test
  void of_runs_tellsMediansAndRatiosToTheFloor() {
    String report =
        BulkReport.of(
            List.of(
                run(SenderKind.BIRD, 0.5),
                run(SenderKind.REPLAY, 0.010),
                run(SenderKind.REPLAY, 0.030),
                run(SenderKind.REPLAY, 0.020),
                BulkRun.failed(ReceiverKind.BIRD, SenderKind.GOBGP, 10_000, 1, 1, "it died")));
    assertThat(report)
        .contains("Receiver BIRD, 10,000 routes, 1 attribute set\n")
        .contains("| replay | 3 | 0.020 (0.010–0.030) | 1.00 |")
        .contains("| bird | 1 | 0.500 (0.500–0.500) | 25.00 |")
        .contains("| 0.010 | 1.00 |\n")
        .contains("| 0.250 | 25.00 |\n")
        .contains("| gobgp | 0 | it died |");
  }

  @Test
  void jsonLines_aRun_isReadAsItWasWritten(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("runs.jsonl");
    BulkRun run = run(SenderKind.READBACK, 0.1);
    JsonLines.append(file, "bulk", run);
    JsonLines.append(file, "other", run);
    assertThat(JsonLines.read(List.of(file), "bulk", BulkRun.class)).containsExactly(run);
  }
}

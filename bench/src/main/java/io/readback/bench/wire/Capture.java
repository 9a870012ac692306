package io.readback.bench.wire;

import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running tcpdump on a node, for port 179. Its clock is this machine's. */
public final class Capture implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /** The kernel's buffer in KiB: a million routes come within a few milliseconds. */
  private static final int BUFFER = 400_000;

  /** A segment that the kernel has yet to cut up has at most 64 KiB. */
  private static final int SNAPSHOT = 66_000;

  private static final int FILE_HEADER = 24;

  private final LabProcess tcpdump;
  private final Path file;

  private Capture(LabProcess tcpdump, Path file) {
    this.tcpdump = tcpdump;
    this.file = file;
  }

  /** Returns when packets are being captured. */
  public static Capture start(LabNode node) throws InterruptedException {
    Path file = node.dir().resolve("wire-" + node.processes().size() + ".pcap");
    LabProcess tcpdump =
        node.start(
            "tcpdump",
            List.of(
                "tcpdump",
                "-i",
                "eth0",
                "-s",
                String.valueOf(SNAPSHOT),
                "-B",
                String.valueOf(BUFFER),
                "-U",
                "--immediate-mode",
                "-Z",
                "root",
                "-w",
                file.toString(),
                "tcp port 179"));
    tcpdump.await("capturing", DEADLINE, () -> size(file) >= FILE_HEADER);
    TimeUnit.MILLISECONDS.sleep(200);
    return new Capture(tcpdump, file);
  }

  public LabProcess process() {
    return tcpdump;
  }

  /** Ends the capture, half a second later so that what is under way is written. */
  public List<Packet> stop() throws IOException, InterruptedException {
    TimeUnit.MILLISECONDS.sleep(500);
    tcpdump.stop();
    return CaptureFile.read(file);
  }

  /** What was captured so far. */
  public List<Packet> packets() throws IOException {
    return CaptureFile.read(file);
  }

  @Override
  public void close() {
    tcpdump.close();
  }

  private static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.readback.bench.link;

import io.readback.lab.ExecResult;
import io.readback.lab.LabException;
import io.readback.lab.LabNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The C program that asks, compiled on the node it asks from. */
final class ArpLoad {
  private final LabNode node;
  private final Path program;

  private ArpLoad(LabNode node, Path program) {
    this.node = node;
    this.program = program;
  }

  /** Compiles it; needs gcc. */
  static ArpLoad on(LabNode node) throws IOException {
    Path source = node.dir().resolve("arpload.c");
    Path program = node.dir().resolve("arpload");
    try (InputStream in = ArpLoad.class.getResourceAsStream("arpload.c")) {
      if (in == null) {
        throw new LabException("arpload.c is not on the class path");
      }
      Files.copy(in, source);
    }
    node.exec("gcc", "-O2", "-pthread", "-o", program.toString(), source.toString()).orFail();
    return new ArpLoad(node, program);
  }

  /** What the program says, by name. */
  Map<String, Double> run(int rate, int seconds, int perMille, String firstVip, int vips) {
    ExecResult result =
        node.exec(
            List.of(
                program.toString(),
                "eth0",
                String.valueOf(rate),
                String.valueOf(seconds),
                String.valueOf(perMille),
                firstVip,
                String.valueOf(vips)),
            "",
            Duration.ofSeconds(seconds + 60L));
    return parse(result.orFail().out());
  }

  static Map<String, Double> parse(String line) {
    Map<String, Double> out = new HashMap<>();
    String[] words = line.strip().split(" ", -1);
    for (int i = 0; i + 1 < words.length; i += 2) {
      out.put(words[i], Double.parseDouble(words[i + 1]));
    }
    return out;
  }
}

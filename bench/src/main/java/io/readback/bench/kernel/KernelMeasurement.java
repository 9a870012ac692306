package io.readback.bench.kernel;

import io.readback.lab.ExecResult;
import io.readback.lab.Ground;
import io.readback.lab.Lab;
import io.readback.lab.LabException;
import io.readback.lab.LabNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Has one program do all its operations on a node of its own. */
public final class KernelMeasurement {
  private static final Duration DEADLINE = Duration.ofMinutes(10);
  private static final double NANOS = 1e9;
  private static final String SOURCE = "routes.c";

  private final Path compiled;

  /**
   * Compiles the C program.
   *
   * @param program the file to make of it
   */
  public KernelMeasurement(Path program) throws IOException, InterruptedException {
    compiled = program;
    Process cc =
        new ProcessBuilder("cc", "-O2", "-x", "c", "-o", program.toString(), "-")
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (InputStream in = KernelMeasurement.class.getResourceAsStream(SOURCE);
        OutputStream out = cc.getOutputStream()) {
      if (in == null) {
        throw new IOException("the benchmark's jar has no " + SOURCE);
      }
      in.transferTo(out);
    }
    if (cc.waitFor() != 0) {
      throw new IOException("cc could not compile " + SOURCE);
    }
  }

  /** Inserts, replaces, lists and deletes host routes. What goes wrong is in the results. */
  public List<KernelRun> hosts(ProgramKind program, int routes, int family, int run) {
    return run(
        program,
        routes,
        family,
        true,
        run,
        List.of(Operation.INSERT, Operation.REPLACE, Operation.DUMP, Operation.DELETE));
  }

  /** Moves IPv4 routes from eight next hops to eight others. */
  public List<KernelRun> move(ProgramKind program, int routes, boolean compat, int run) {
    return run(program, routes, 4, compat, run, List.of(Operation.MOVE_GROUP, Operation.MOVE_EACH));
  }

  private List<KernelRun> run(
      ProgramKind program,
      int routes,
      int family,
      boolean compat,
      int run,
      List<Operation> operations) {
    Map<Operation, Double> seconds = new TreeMap<>();
    String problem = "";
    try (Lab lab = new Lab(Ground.NAMESPACE)) {
      LabNode node = lab.node("routes", "192.0.2.1/24", "2001:db8::1/64");
      node.sysctl("net.ipv4.nexthop_compat_mode", compat ? "1" : "0");
      boolean move = operations.contains(Operation.MOVE_GROUP);
      switch (program) {
        case READBACK -> read(node, ledger(move, family, routes), seconds);
        case C -> read(node, c(node, move, family, routes), seconds);
        case IP -> new IpBatch(node, routes, family).run(seconds);
        case BIRD -> new BirdKernel(node, routes, family).run(seconds);
      }
    } catch (LabException | IOException e) {
      problem = String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }
    List<KernelRun> out = new ArrayList<>();
    for (Operation operation : operations) {
      if (program.does(operation)) {
        Double took = seconds.get(operation);
        String why = took == null && problem.isEmpty() ? "no figure" : problem;
        out.add(
            new KernelRun(
                program,
                operation,
                routes,
                family,
                compat,
                run,
                took == null ? why : "",
                took == null ? 0 : took));
      }
    }
    return out;
  }

  private static void read(LabNode node, List<String> command, Map<Operation, Double> seconds) {
    ExecResult result = node.exec(command, "", DEADLINE).orFail();
    for (String line : result.out().lines().toList()) {
      String[] words = line.split(" ", -1);
      for (Operation operation : Operation.values()) {
        if (words.length == 2 && words[0].equals(operation.word())) {
          seconds.put(operation, Long.parseLong(words[1]) / NANOS);
        }
      }
    }
  }

  private List<String> c(LabNode node, boolean move, int family, int routes) {
    String count = String.valueOf(routes);
    if (!move) {
      return List.of(compiled.toString(), String.valueOf(family), count);
    }
    String shown = node.network("ip", "-o", "link", "show", "eth0").orFail().out();
    String index = shown.substring(0, shown.indexOf(':'));
    return List.of(compiled.toString(), "move", count, index);
  }

  private static List<String> ledger(boolean move, int family, int routes) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-Xms16m",
        "-Xmx4g",
        "-cp",
        System.getProperty("java.class.path"),
        LedgerProcess.class.getName(),
        move ? "move" : String.valueOf(family),
        String.valueOf(routes));
  }
}

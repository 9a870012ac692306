package io.readback.app.cli;

import io.readback.app.document.PlanDocument;
import io.readback.app.document.PlanDocument.AttributesRow;
import io.readback.app.document.PlanDocument.LinkRow;
import io.readback.app.document.PlanDocument.LinkRowChange;
import io.readback.app.document.PlanDocument.RouteRowChange;
import io.readback.app.document.PlanDocument.ServiceRowChange;
import io.readback.app.document.PlanDocument.SessionRowChange;
import io.readback.app.document.PlanDocument.Summary;
import io.readback.app.document.ProblemRow;
import io.readback.app.document.ServiceRow;
import io.readback.core.model.Problem;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A plan for a person: grouped, aligned, one summary at the end. */
final class PlanText {
  /** Lines of a group that are printed without {@code -o wide}. */
  private static final int MOST = 50;

  private final PlanDocument plan;
  private final List<Problem> errors;
  private final PrintOptions output;

  /**
   * @param errors of the proposed manifests, old ones included
   */
  PlanText(PlanDocument plan, List<Problem> errors, PrintOptions output) {
    this.plan = plan;
    this.errors = errors;
    this.output = output;
  }

  /** A line with its mark: {@code +}, {@code -}, {@code ~} or {@code !}. */
  record Line(String mark, List<String> cells) {}

  void print(PrintWriter out) {
    section("Addresses", plan.services().stream().map(PlanText::line).toList(), "  ", out);
    section("Sessions", plan.sessions().stream().map(PlanText::line).toList(), "  ", out);
    routes(out);
    new KernelPlanText(plan.kernelRoutes())
        .sections((title, lines) -> section(title, lines, "  ", out));
    section("On links", plan.links().stream().map(PlanText::line).toList(), "  ", out);
    problems(out);
    if (!plan.valid()) {
      out.println("Errors in the proposed manifests; what they concern has no effect");
      for (Problem error : errors) {
        out.println("  " + colored("!", "  " + error.code().id() + " " + error).strip());
      }
      out.println();
    }
    out.println(summary(plan.summary(), plan.against()));
    out.flush();
  }

  private static Line line(ServiceRowChange change) {
    String service = change.namespace() + "/" + change.name();
    String before = vips(change.before());
    String after = vips(change.after());
    String reason = change.reason().isEmpty() ? "" : "(" + change.reason() + ")";
    return switch (change.change()) {
      case "gained" ->
          new Line("+", List.of(service, before.equals("-") ? after : before + " -> " + after, ""));
      case "lost" ->
          new Line(
              "-", List.of(service, after.equals("-") ? before : before + " -> " + after, reason));
      default -> new Line("~", List.of(service, before + " -> " + after, reason));
    };
  }

  private static String vips(List<ServiceRow.VipRow> vips) {
    StringJoiner out = new StringJoiner(", ");
    vips.forEach(v -> out.add(v.ip() + " (" + v.pool() + ")"));
    return out.length() == 0 ? "-" : out.toString();
  }

  private static Line line(SessionRowChange change) {
    List<String> cells = new ArrayList<>();
    cells.add(change.node());
    cells.add(change.instance() + "/" + change.peer());
    cells.add(change.peerAddress());
    StringJoiner settings = new StringJoiner(", ");
    change.settings().forEach(s -> settings.add(s.name() + " " + s.before() + " -> " + s.after()));
    return switch (change.change()) {
      case "added" -> new Line("+", with(cells, "comes"));
      case "removed" -> new Line("-", with(cells, "goes"));
      default -> new Line("!", with(cells, "resets: " + settings));
    };
  }

  private static List<String> with(List<String> cells, String last) {
    List<String> all = new ArrayList<>(cells);
    all.add(last);
    return all;
  }

  /** Nodes at which the same happens to a peer's routes are named together. */
  private void routes(PrintWriter out) {
    Map<List<String>, List<RouteRowChange>> bySession = new LinkedHashMap<>();
    for (RouteRowChange change : plan.routes()) {
      bySession
          .computeIfAbsent(
              List.of(change.node(), change.instance(), change.peer(), change.peerAddress()),
              k -> new ArrayList<>())
          .add(change);
    }
    Map<List<Object>, List<String>> nodes = new LinkedHashMap<>();
    bySession.forEach(
        (session, changes) ->
            nodes
                .computeIfAbsent(
                    List.of(session.subList(1, 4), changes.stream().map(PlanText::line).toList()),
                    k -> new ArrayList<>())
                .add(session.get(0)));
    for (Map.Entry<List<Object>, List<String>> group : nodes.entrySet()) {
      List<?> session = (List<?>) group.getKey().get(0);
      List<Line> lines = ((List<?>) group.getKey().get(1)).stream().map(Line.class::cast).toList();
      section(
          "Routes of "
              + String.join(", ", group.getValue())
              + " to "
              + session.get(1)
              + " ("
              + session.get(2)
              + ")",
          lines,
          "  ",
          out);
    }
  }

  private static Line line(RouteRowChange change) {
    String services = String.join(", ", change.services());
    return switch (change.change()) {
      case "added" -> new Line("+", List.of(change.prefix(), services, attributes(change.after())));
      case "withdrawn" -> new Line("-", List.of(change.prefix(), services, ""));
      default ->
          new Line(
              "~", List.of(change.prefix(), services, changes(change.before(), change.after())));
    };
  }

  private static Line line(LinkRowChange change) {
    String services = String.join(", ", change.services());
    LinkRow before = change.before();
    LinkRow after = change.after();
    if (after == null) {
      return new Line("-", List.of(change.vip(), services, ""));
    }
    if (before == null) {
      return new Line("+", List.of(change.vip(), services, words(after)));
    }
    return new Line(
        before.answers().equals(after.answers()) ? "~" : "!",
        List.of(change.vip(), services, words(before) + " -> " + words(after)));
  }

  /** {@code a, then b, c on eth0}. */
  private static String words(LinkRow row) {
    List<String> others = row.candidates().subList(1, row.candidates().size());
    return row.answers()
        + (others.isEmpty() ? "" : ", then " + String.join(", ", others))
        + (row.interfaces().isEmpty() ? "" : " on " + String.join(", ", row.interfaces()));
  }

  private static String attributes(@Nullable AttributesRow row) {
    StringJoiner out = new StringJoiner(", ");
    named(row)
        .forEach(
            (name, value) -> {
              if (!value.isEmpty()) {
                out.add(name + " " + value);
              }
            });
    return out.toString();
  }

  private static String changes(@Nullable AttributesRow before, @Nullable AttributesRow after) {
    StringJoiner out = new StringJoiner(", ");
    Map<String, String> now = named(after);
    named(before)
        .forEach(
            (name, value) -> {
              String next = now.getOrDefault(name, "");
              if (!next.equals(value)) {
                out.add(name + " " + orNone(value) + " -> " + orNone(next));
              }
            });
    return out.toString();
  }

  private static String orNone(String value) {
    return value.isEmpty() ? "none" : value;
  }

  private static Map<String, String> named(@Nullable AttributesRow row) {
    Map<String, String> out = new LinkedHashMap<>();
    if (row != null) {
      out.put("origin", row.origin().equals("IGP") ? "" : row.origin());
      out.put("as-path", row.asPath());
      out.put("local-pref", row.localPref() == null ? "" : Objects.toString(row.localPref()));
      out.put("med", row.med() == null ? "" : Objects.toString(row.med()));
      out.put("communities", String.join(" ", row.communities()));
      out.put("large-communities", String.join(" ", row.largeCommunities()));
      out.put("extended-communities", String.join(" ", row.extendedCommunities()));
    }
    return out;
  }

  private void problems(PrintWriter out) {
    section(
        "Problems",
        plan.problems().stream()
            .map(
                change -> {
                  ProblemRow p = change.problem();
                  return new Line(
                      change.change().equals("new") ? "!" : "-",
                      List.of(
                          change.change(),
                          p.severity(),
                          p.code(),
                          p.file() + (p.line() == 0 ? "" : ":" + p.line()),
                          p.object(),
                          p.message()));
                })
            .toList(),
        "  ",
        out);
  }

  private void section(String title, List<Line> lines, String indent, PrintWriter out) {
    if (lines.isEmpty()) {
      return;
    }
    out.println(title);
    boolean all = output.format == PrintOptions.Format.WIDE || lines.size() <= MOST;
    List<Line> shown = all ? lines : lines.subList(0, MOST);
    int columns = shown.stream().mapToInt(l -> l.cells().size()).max().orElse(0);
    int[] widths = new int[columns];
    for (Line line : shown) {
      for (int i = 0; i < line.cells().size(); i++) {
        widths[i] = Math.max(widths[i], line.cells().get(i).length());
      }
    }
    for (Line line : shown) {
      StringBuilder text = new StringBuilder(indent).append(line.mark());
      for (int i = 0; i < line.cells().size(); i++) {
        String cell = line.cells().get(i);
        if (widths[i] > 0) {
          text.append("  ").append(cell).append(" ".repeat(widths[i] - cell.length()));
        }
      }
      out.println(colored(line.mark(), text.toString().stripTrailing()));
    }
    if (!all) {
      out.println(indent + "   and " + (lines.size() - MOST) + " more; -o wide shows all");
    }
    out.println();
  }

  private String colored(String mark, String text) {
    if (!output.colors()) {
      return text;
    }
    String color =
        switch (mark) {
          case "+" -> "32";
          case "-" -> "31";
          case "!" -> "31;1";
          default -> "33";
        };
    return "\u001b[" + color + "m" + text + "\u001b[0m";
  }

  static String summary(Summary s, String against) {
    if (s.nothing()) {
      return "Plan: nothing changes against " + against + ".";
    }
    StringJoiner parts = new StringJoiner("; ");
    part(
        parts,
        "address",
        "addresses",
        s.addressesGained(),
        "gained",
        s.addressesLost(),
        "lost",
        s.addressesMoved(),
        "moved");
    part(parts, "Service", "Services", s.poolsChanged(), "with another pool", 0, "", 0, "");
    part(
        parts,
        "session",
        "sessions",
        s.sessionsAdded(),
        "added",
        s.sessionsRemoved(),
        "removed",
        s.sessionsReset(),
        "reset");
    part(
        parts,
        "route",
        "routes",
        s.routesAdded(),
        "added",
        s.routesWithdrawn(),
        "withdrawn",
        s.routesChanged(),
        "changed");
    part(
        parts,
        "kernel route",
        "kernel routes",
        s.kernelRoutesAdded(),
        "added",
        s.kernelRoutesWithdrawn(),
        "withdrawn",
        s.kernelRoutesChanged(),
        "changed");
    part(
        parts,
        "VIP",
        "VIPs",
        s.linksAdded(),
        "new on links",
        s.linksRemoved(),
        "gone from links",
        s.linksChanged(),
        "with other nodes or interfaces");
    part(parts, "problem", "problems", s.problemsNew(), "new", s.problemsSolved(), "solved", 0, "");
    return "Plan: " + parts + ".";
  }

  private static void part(
      StringJoiner parts,
      String one,
      String many,
      int first,
      String firstWord,
      int second,
      String secondWord,
      int third,
      String thirdWord) {
    int[] numbers = {first, second, third};
    String[] words = {firstWord, secondWord, thirdWord};
    StringJoiner out = new StringJoiner(", ");
    boolean named = false;
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] > 0) {
        String noun = named ? "" : (numbers[i] == 1 ? one : many) + " ";
        out.add(numbers[i] + " " + noun + words[i]);
        named = true;
      }
    }
    if (out.length() > 0) {
      parts.add(out.toString());
    }
  }
}

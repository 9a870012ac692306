package io.readback.core.lint;

import io.readback.core.model.ProblemCode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The reference of codes, {@code docs/lint.md}, from the codes themselves. */
public final class LintReference {
  private static final int WIDTH = 118;

  private static final Map<Character, String> CHAPTERS =
      Map.of(
          '1', "RB1: reading",
          '2', "RB2: pools",
          '3', "RB3: peers",
          '4', "RB4: advertisements",
          '5', "RB5: Services",
          '6', "RB6: routers",
          '7', "RB7: the cluster's own objects",
          '9', "RB9: the agent");

  private static final List<String> HEAD =
      List.of(
          "# What `readback lint` finds",
          "",
          "    readback lint --config DIR [-o table|wide|json|yaml]",
          "    readback lint --explain CODE",
          "",
          "reads a folder of manifests as an agent would, gives addresses and plans routes with"
              + " them, and says everything that is suspicious, with file, line, reason and remedy."
              + " Nothing is sent anywhere and no agent is needed.",
          "",
          "| exit code | meaning |",
          "|---|---|",
          "| 0 | nothing, or notices only |",
          "| 1 | there are warnings or errors |",
          "| 2 | bad usage, or the folder cannot be read |",
          "",
          "An error means that the field or object has no effect, a warning that it probably does"
              + " not do what was meant, a notice that it is worth knowing. `readback problems`"
              + " shows those findings that a running agent makes itself, under the same codes.",
          "",
          "`-o json` and `-o yaml` give `[{code, severity, file, line, object, field, message,"
              + " remedy}]`, in order of file and line. `file` is relative to the folder; `line` is"
              + " 0 where a finding has none; `object` is `Kind name` or `Kind namespace/name`, and"
              + " `field` a dotted path, both empty where they make no sense.",
          "",
          "A code keeps its number and its meaning. Codes that end in 00 stand for the rules of a"
              + " kind that have no code of their own.");

  private LintReference() {}

  /** The whole page. */
  public static String page() {
    StringBuilder out = new StringBuilder();
    for (String line : HEAD) {
      paragraph(line, out);
    }
    char chapter = ' ';
    for (ProblemCode code : ProblemCode.values()) {
      if (code.id().charAt(2) != chapter) {
        chapter = code.id().charAt(2);
        out.append("\n## ").append(CHAPTERS.getOrDefault(chapter, "RB" + chapter)).append('\n');
      }
      out.append("\n### ").append(code.id()).append(": ").append(code.title()).append("\n\n");
      paragraph(
          capital(code.severity().name().toLowerCase(Locale.ROOT)) + ". " + code.meaning(), out);
      out.append('\n');
      paragraph("Remedy: " + code.remedy(), out);
    }
    return out.toString();
  }

  /** What a command says of one code. */
  public static String entry(ProblemCode code) {
    StringBuilder out = new StringBuilder();
    out.append(code.id()).append(": ").append(code.title());
    out.append(" (").append(code.severity().name().toLowerCase(Locale.ROOT)).append(")\n\n");
    paragraph(code.meaning(), out);
    out.append('\n');
    paragraph("Remedy: " + code.remedy(), out);
    return out.toString();
  }

  private static void paragraph(String text, StringBuilder out) {
    if (text.startsWith("|") || text.startsWith("    ") || text.isEmpty()) {
      out.append(text).append('\n');
      return;
    }
    int column = 0;
    for (String word : text.split(" ")) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        out.append('\n');
        column = 0;
      }
      if (column > 0) {
        out.append(' ');
        column++;
      }
      out.append(word);
      column += word.length();
    }
    out.append('\n');
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}

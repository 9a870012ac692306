package io.readback.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentSplitterTest {
  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        arguments("", List.of()),
        arguments("a: 1\n", List.of("0:a: 1\n")),
        arguments("a: 1", List.of("0:a: 1")),
        arguments("---\na: 1\n", List.of("0:---\na: 1\n")),
        arguments("a\n---\nb\n", List.of("0:a\n", "1:---\nb\n")),
        arguments("a\n--- # x\nb\n", List.of("0:a\n", "1:--- # x\nb\n")),
        arguments("a\n---b\n", List.of("0:a\n---b\n")),
        arguments("a\n ---\nb\n", List.of("0:a\n ---\nb\n")),
        arguments("a\n---", List.of("0:a\n", "1:---")),
        arguments("a\r\n---\r\nb\r\n", List.of("0:a\r\n", "1:---\r\nb\r\n")),
        arguments("a\n...\nb\n", List.of("0:a\n...\n", "2:b\n")),
        arguments("a\n...\n---\nb\n", List.of("0:a\n...\n", "2:---\nb\n")),
        arguments("%YAML 1.2\n---\na\n", List.of("0:%YAML 1.2\n---\na\n")),
        arguments("a\n...\n%YAML 1.2\n---\nb\n", List.of("0:a\n...\n", "2:%YAML 1.2\n---\nb\n")),
        arguments("---\n---\n", List.of("0:---\n", "1:---\n")));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void split_text_atMarkersOnly(String text, List<String> expected) {
    byte[] octets = octets(text);

    assertThat(DocumentSplitter.split(octets))
        .extracting(
            r ->
                r.linesBefore()
                    + ":"
                    + new String(octets, r.start(), r.end() - r.start(), StandardCharsets.UTF_8))
        .isEqualTo(expected);
  }

  @Provide
  Arbitrary<String> files() {
    return Arbitraries.of(
            "---\n",
            "...\n",
            "%YAML 1.2\n",
            "a\n",
            "a",
            "b: c\n",
            "\n",
            "--- x\n",
            "---",
            "...",
            "--",
            "-",
            ".",
            "%",
            " ---\n",
            "\r\n",
            "---\r\n",
            "# d\n")
        .list()
        .ofMaxSize(14)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 3000)
  void step_fromAnyVersionToAnyOther_findsWhatASplitFinds(
      @ForAll("files") String before, @ForAll("files") String after) {
    assertStep(before, after);
  }

  @Property(tries = 3000)
  void step_toAPartReplaced_findsWhatASplitFinds(
      @ForAll("files") String head,
      @ForAll("files") String old,
      @ForAll("files") String next,
      @ForAll("files") String tail) {
    assertStep(head + old + tail, head + next + tail);
  }

  private static void assertStep(String before, String after) {
    byte[] old = octets(before);
    byte[] next = octets(after);
    List<DocumentSplitter.Range> ranges = DocumentSplitter.split(old);

    DocumentSplitter.Step step = DocumentSplitter.step(old, ranges, next);

    assertThat(step.ranges()).isEqualTo(DocumentSplitter.split(next));
    assertThat(step.head() + step.tail()).isLessThanOrEqualTo(ranges.size());
    for (int i = 0; i < step.head(); i++) {
      assertSame(old, ranges.get(i), next, step.ranges().get(i));
    }
    for (int i = 1; i <= step.tail(); i++) {
      assertSame(
          old, ranges.get(ranges.size() - i), next, step.ranges().get(step.ranges().size() - i));
    }
  }

  private static void assertSame(
      byte[] old, DocumentSplitter.Range was, byte[] next, DocumentSplitter.Range is) {
    assertThat(Arrays.equals(old, was.start(), was.end(), next, is.start(), is.end())).isTrue();
  }
}

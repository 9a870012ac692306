package io.readback.core.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** {@code docs/lint.md} is what the codes say. */
class LintReferenceTest {
  private static final Path PAGE = Path.of("..", "docs", "lint.md");

  @Test
  void page_committed_isUpToDate() throws IOException {
    if (Boolean.getBoolean("readback.write-docs")) {
      Files.writeString(PAGE, LintReference.page());
    }
    assertThat(PAGE)
        .describedAs(
            "docs/lint.md is made from ProblemCode and out of date; write it anew with:"
                + " mvn -pl core -am test -Dtest=LintReferenceTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dreadback.write-docs=true")
        .content()
        .isEqualTo(LintReference.page());
  }

  @Test
  void codes_areUniqueAndInOrder() {
    assertThat(Arrays.stream(ProblemCode.values()).map(ProblemCode::id))
        .isSorted()
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("RB[1-9][0-9]{2}"));
  }

  @Test
  void codes_sayWhatIsWrongWhyAndWhatToDo() {
    assertThat(ProblemCode.values())
        .allSatisfy(
            code -> {
              assertThat(code.title()).isNotBlank().doesNotEndWith(".");
              assertThat(code.meaning()).endsWith(".");
              assertThat(code.remedy()).endsWith(".");
            });
  }
}

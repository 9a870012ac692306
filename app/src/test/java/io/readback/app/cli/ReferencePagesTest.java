package io.readback.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference pages are what the code says. */
class ReferencePagesTest {
  private static final Path DOCS = Path.of("..", "docs");

  @Test
  void commands_committed_isUpToDate() throws IOException {
    upToDate("commands.md", CommandReference.page());
  }

  @Test
  void plugins_committed_isUpToDate() throws IOException {
    upToDate("plugins.md", PluginReference.page());
  }

  private static void upToDate(String name, String page) throws IOException {
    Path file = DOCS.resolve(name);
    if (Boolean.getBoolean("readback.write-docs")) {
      Files.writeString(file, page);
    }
    assertThat(file)
        .describedAs(
            "docs/%s is made from the code and out of date; write it anew with:"
                + " mvn -pl app -am test -Dtest=ReferencePagesTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dreadback.write-docs=true",
            name)
        .content()
        .isEqualTo(page);
  }
}

package io.readback.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.allocate.Vip;
import io.readback.core.model.ServiceRef;
import io.readback.spi.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocationFileTest {
  @TempDir Path dir;

  private static SortedMap<ServiceRef, List<Vip>> some() {
    SortedMap<ServiceRef, List<Vip>> out = new TreeMap<>();
    out.put(
        new ServiceRef("web", "echo"),
        List.of(
            new Vip(IpAddress.parse("10.0.0.1"), "blue"),
            new Vip(IpAddress.parse("2001:db8::1"), "blue6")));
    return out;
  }

  @Test
  void load_afterSave_isWhatWasSaved() {
    AllocationFile file = new AllocationFile(dir.resolve("state"));
    assertThat(file.save(some())).isEmpty();
    assertThat(file.load().assignments()).isEqualTo(some());
    assertThat(file.load().problems()).isEmpty();
    assertThat(dir.resolve("state/allocations.json.new")).doesNotExist();
  }

  @Test
  void load_withoutFile_isEmptyWithoutProblem() {
    AllocationFile.Remembered remembered = new AllocationFile(dir).load();
    assertThat(remembered.assignments()).isEmpty();
    assertThat(remembered.problems()).isEmpty();
  }

  @Test
  void load_damagedFile_isKeptAsideAndTold() throws IOException {
    for (String damaged :
        List.of(
            "",
            "{\"version\": 1, \"assignm",
            "[]",
            "{\"version\": 2, \"assignments\": []}",
            "{\"version\": 1, \"assignments\": [{\"namespace\": \"a\"}]}",
            "{\"version\": 1, \"assignments\": [{\"namespace\": \"a\", \"name\": \"b\","
                + " \"vips\": [{\"ip\": \"10.0.0.300\", \"pool\": \"p\"}]}]}")) {
      Files.writeString(dir.resolve("allocations.json"), damaged);
      AllocationFile.Remembered remembered = new AllocationFile(dir).load();
      assertThat(remembered.assignments()).as(damaged).isEmpty();
      assertThat(remembered.problems())
          .as(damaged)
          .singleElement()
          .satisfies(p -> assertThat(p.message()).contains("allocations.json.bad"));
      assertThat(dir.resolve("allocations.json.bad")).hasContent(damaged);
      assertThat(dir.resolve("allocations.json")).doesNotExist();
    }
  }

  @Test
  void save_whereNoFolderCanBe_isAProblem() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "in the way");
    assertThat(new AllocationFile(file.resolve("state")).save(some()))
        .hasValueSatisfying(p -> assertThat(p.message()).contains("cannot be written"));
  }
}

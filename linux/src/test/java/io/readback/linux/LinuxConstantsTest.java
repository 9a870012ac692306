package io.readback.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.readback.linux.netlink.Netlink;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxConstantsTest {
  private static final String HEADERS =
      """
      #define _GNU_SOURCE
      #include <stdio.h>
      #include <errno.h>
      #include <sys/socket.h>
      #include <netinet/in.h>
      #include <poll.h>
      #include <sched.h>
      #include <linux/if_ether.h>
      #include <linux/if_packet.h>
      #include <asm/socket.h>
      #include <linux/netlink.h>
      #include <linux/rtnetlink.h>
      #include <linux/nexthop.h>
      #include <linux/if_addr.h>
      #include <linux/if.h>
      #ifndef IPV6_MINHOPCOUNT
      #define IPV6_MINHOPCOUNT 73
      #endif
      """;

  /** Compares every constant and error number with what the C compiler says they are. */
  @Test
  void constants_equalTheHeaders(@TempDir Path dir) throws Exception {
    assumeTrue(
        Stream.of("/usr/bin/gcc", "/usr/bin/cc").map(Path::of).anyMatch(Files::isExecutable),
        "there is no C compiler");
    List<String> expected = new ArrayList<>();
    StringBuilder program = new StringBuilder(HEADERS).append("int main(void) {\n");
    for (Field field : LinuxConstants.class.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers())) {
        expected.add(field.getName() + " " + field.getInt(null));
        print(program, field.getName());
      }
    }
    for (Field field : Netlink.class.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers())) {
        expected.add(field.getName() + " " + field.getInt(null));
        print(program, field.getName());
      }
    }
    for (Errno errno : Errno.values()) {
      expected.add(errno + " " + errno.value());
      print(program, errno.name());
    }
    program.append("return 0; }\n");
    Files.writeString(dir.resolve("constants.c"), program);
    run(dir, "cc", "-o", "constants", "constants.c");
    assertThat(run(dir, "./constants").lines()).containsExactlyElementsOf(expected);
  }

  private static void print(StringBuilder program, String name) {
    program.append("printf(\"").append(name).append(" %d\\n\", (int)").append(name).append(");\n");
  }

  private static String run(Path dir, String... command) throws Exception {
    Process p =
        new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true).start();
    String out = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(p.waitFor()).as(out).isZero();
    return out;
  }
}

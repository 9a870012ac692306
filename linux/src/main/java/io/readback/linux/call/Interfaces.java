package io.readback.linux.call;

import io.readback.linux.LinuxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/** Names and indexes of the network interfaces in the calling thread's network namespace. */
public final class Interfaces {
  private Interfaces() {}

  /** The index of an interface; empty where there is none of that name. */
  public static OptionalInt index(String name) throws LinuxException {
    int index = SystemCalls.libc().if_nametoindex(name);
    return index == 0 ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /** The name of an interface; empty where there is none of that index. */
  public static Optional<String> name(int index) throws LinuxException {
    byte[] out = new byte[16];
    if (SystemCalls.libc().if_indextoname(index, out) == 0) {
      return Optional.empty();
    }
    int length = 0;
    while (length < out.length && out[length] != 0) {
      length++;
    }
    return Optional.of(new String(out, 0, length, StandardCharsets.UTF_8));
  }
}

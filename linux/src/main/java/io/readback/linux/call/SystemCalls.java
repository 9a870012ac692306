package io.readback.linux.call;

import io.readback.linux.LinuxException;
import java.nio.ByteBuffer;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;

/** The loaded C library. Loading takes some 300 ms, once. */
final class SystemCalls {
  private SystemCalls() {}

  private static final class Loaded {
    static final @Nullable LibC LIBRARY;
    static final @Nullable Throwable PROBLEM;

    static {
      LibC library = null;
      Throwable problem = null;
      try {
        library = LibraryLoader.create(LibC.class).failImmediately().load("c");
        // jffi's own library is loaded at the first call, not before
        library.close(-1);
      } catch (RuntimeException | LinkageError e) {
        library = null;
        problem = e;
      }
      LIBRARY = library;
      PROBLEM = problem;
    }
  }

  static LibC libc() throws LinuxException {
    LibC library = Loaded.LIBRARY;
    if (library == null) {
      Throwable problem = Loaded.PROBLEM;
      throw new LinuxException(
          "cannot call the C library: "
              + (problem == null ? "not loaded" : problem.getMessage())
              + "; jffi unpacks a native library into java.io.tmpdir, which must allow execution,"
              + " or finds it in java.library.path",
          problem == null ? new IllegalStateException("not loaded") : problem);
    }
    return library;
  }

  /** The error number of this thread's last call. To be read before anything else is called. */
  static int errno() {
    return Runtime.getSystemRuntime().getLastError();
  }

  static long address(ByteBuffer direct) {
    return Pointer.wrap(Runtime.getSystemRuntime(), direct).address();
  }
}

package io.readback.bench.kernel;

/** What is done to all routes and timed. */
public enum Operation {
  INSERT,
  /** By other next hops, each route by a message. */
  REPLACE,
  /** Listed by the kernel and read. */
  DUMP,
  DELETE,
  /** Routes that share a group of eight next hops go over to eight others. */
  MOVE_GROUP,
  /** Routes with eight next hops of their own go over to eight others. */
  MOVE_EACH;

  /** As programs print it. */
  String word() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}

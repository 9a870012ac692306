package io.readback.bench.kernel;

import java.util.EnumSet;
import java.util.Set;

/** What programs the routes. */
public enum ProgramKind {
  /** The ledger of the announcer, over its own netlink. */
  READBACK(EnumSet.allOf(Operation.class)),
  /** A C program that does nothing else. */
  C(EnumSet.allOf(Operation.class)),
  /** {@code ip -batch}, from files that are there; its start is in the time. */
  IP(EnumSet.of(Operation.INSERT, Operation.REPLACE, Operation.DUMP, Operation.DELETE)),
  /** BIRD's kernel protocol with static routes, until it has done its last one. */
  BIRD(EnumSet.of(Operation.INSERT, Operation.REPLACE, Operation.DELETE));

  private final Set<Operation> operations;

  ProgramKind(Set<Operation> operations) {
    this.operations = operations;
  }

  boolean does(Operation operation) {
    return operations.contains(operation);
  }
}

package io.readback.bench.kernel;

/**
 * One operation of one program on all routes.
 *
 * @param family 4 or 6
 * @param compat whether net.ipv4.nexthop_compat_mode was on, as it is by default
 * @param problem why there is no figure; empty where there is one
 */
public record KernelRun(
    ProgramKind program,
    Operation operation,
    int routes,
    int family,
    boolean compat,
    int run,
    String problem,
    double seconds) {}

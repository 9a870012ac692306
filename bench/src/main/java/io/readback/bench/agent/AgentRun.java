package io.readback.bench.agent;

/**
 * What an agent costs.
 *
 * @param services of type LoadBalancer in its folder, with an EndpointSlice each
 * @param problem why there are no figures; empty: there are
 * @param session seconds from the start of the process to the established session
 * @param all seconds from the start of the process until the router had all routes
 * @param resident MiB at the end of an idle minute
 * @param peak MiB at most
 * @param idleCpu share of one processor in that minute
 * @param startCpu processor seconds until the idle minute began
 */
public record AgentRun(
    int services,
    int repetition,
    String problem,
    double session,
    double all,
    double resident,
    double peak,
    double idleCpu,
    double startCpu) {}

package io.readback.bench.peers;

/**
 * One speaker with many peers.
 *
 * @param problem why there are no figures; empty where there are
 * @param routes routes announced to all
 * @param change milliseconds from the request until the last peer has one changed prefix, median
 * @param changeMost the longest of them
 * @param bare MiB resident without peers and routes
 * @param withRoutes MiB resident with the routes and one peer
 * @param withPeers MiB resident with all peers and the routes
 * @param idleCpu processors used while nothing happens
 * @param lost sessions lost during the whole collection of a filled heap
 */
public record PeersRun(
    int peers,
    int routes,
    int holdSeconds,
    String problem,
    double change,
    double changeMost,
    double bare,
    double withRoutes,
    double withPeers,
    double idleCpu,
    int lost) {
  static PeersRun failed(int peers, int routes, int holdSeconds, String problem) {
    return new PeersRun(peers, routes, holdSeconds, problem, 0, 0, 0, 0, 0, 0, 0);
  }
}

package io.readback.lab.router;

import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import java.util.List;
import java.util.Optional;

/**
 * A BGP router of any make, as far as tests of interoperability ask it. Neighbours are named by
 * their addresses.
 */
public interface BgpRouter extends AutoCloseable {
  /** What both sides of a session may have agreed on. */
  enum Feature {
    /** RFC 8654. */
    EXTENDED_MESSAGES,
    /** RFC 7313. */
    ENHANCED_REFRESH
  }

  LabNode node();

  /** The program's own name and version, such as {@code BIRD 2.0.12}. */
  String version();

  boolean isEstablished(String neighbor);

  /** Waits up to 30 s for the session with a neighbour. */
  void awaitEstablished(String neighbor);

  /** How many routes of a family the router holds from a neighbour. */
  int routeCount(String neighbor, BgpPeer.Family family);

  /** The paths to a prefix that the router holds from a neighbour: several with RFC 7911. */
  List<HeldRoute> paths(String neighbor, String prefix);

  /** The first path to a prefix that the router holds from a neighbour. */
  default Optional<HeldRoute> route(String neighbor, String prefix) {
    return paths(neighbor, prefix).stream().findFirst();
  }

  /** How much a neighbour has sent so far: a number that grows with every UPDATE that announces. */
  long announcementsReceived(String neighbor);

  /** Whether the session with a neighbour, which is established, has a feature. */
  boolean hasAgreed(String neighbor, Feature feature);

  /** Asks the neighbour for its IPv4 routes again, RFC 2918. */
  void refreshIn(String neighbor);

  /**
   * Ends the session, with a message (RFC 9003) where the router can send one, until {@link
   * #bringUp}.
   */
  void shutDown(String neighbor, String message);

  /** Ends what {@link #shutDown} did. */
  void bringUp(String neighbor);

  /** Everything the router says about a neighbour, in its own words. */
  String describe(String neighbor);

  /** The processes that run now. */
  List<LabProcess> processes();

  /** Holds the router's processes without ending them. */
  default void pause() {
    processes().forEach(p -> p.signal("STOP"));
  }

  /** Ends what {@link #pause} did. */
  default void resume() {
    processes().forEach(p -> p.signal("CONT"));
  }

  /** Ends the router in order. */
  void stop();

  /** Ends the router without warning. */
  void crash();

  /** Starts a router that was ended, with the configuration it had. */
  void start();

  @Override
  void close();
}

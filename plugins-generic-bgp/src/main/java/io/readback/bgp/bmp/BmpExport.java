package io.readback.bgp.bmp;

import io.readback.bgp.message.Octets;
import io.readback.bgp.session.EstablishedSession;
import io.readback.bgp.session.SessionEnd;
import io.readback.bgp.session.SessionObserver;
import io.readback.bgp.session.SpeakerLoop;
import io.readback.spi.observe.Measure;
import java.time.InstantSource;
import java.util.List;

/**
 * Tells collectors of the sessions of a speaker: Adj-RIB-In before and after policy, Adj-RIB-Out
 * after policy (RFC 7854, 8671). A speaker has one of its own.
 */
public final class BmpExport implements SessionObserver {
  private final List<BmpCollector> collectors;
  private final String name;
  private final InstantSource clock;
  private final System.Logger logger;
  private volatile List<CollectorLink> links = List.of();

  /**
   * @param name what we are called at the collector (sysName)
   */
  public BmpExport(
      List<BmpCollector> collectors, String name, InstantSource clock, System.Logger logger) {
    this.collectors = List.copyOf(collectors);
    this.name = name;
    this.clock = clock;
    this.logger = logger;
  }

  @Override
  public void start(SpeakerLoop loop) {
    links = collectors.stream().map(c -> new CollectorLink(c, name, clock, logger, loop)).toList();
    links.forEach(CollectorLink::connect);
  }

  @Override
  public void up(EstablishedSession session) {
    links.forEach(link -> link.up(session));
  }

  @Override
  public void down(EstablishedSession session, SessionEnd end) {
    links.forEach(link -> link.down(session, end));
  }

  @Override
  public void changed(EstablishedSession session) {
    links.forEach(link -> link.changed(session));
  }

  @Override
  public void faulty(EstablishedSession session, Octets message) {
    links.forEach(link -> link.faulty(session, message));
  }

  /** How the collectors are served. Any thread. */
  public List<Measure> measures() {
    return links.stream().flatMap(link -> link.measures().stream()).toList();
  }

  @Override
  public void stop() {
    links.forEach(CollectorLink::stop);
  }
}

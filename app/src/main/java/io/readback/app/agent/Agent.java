package io.readback.app.agent;

import io.readback.app.api.ApiServer;
import io.readback.app.api.Endpoint;
import io.readback.app.document.Documents;
import io.readback.app.document.DrainFeed;
import io.readback.app.document.DrainRow;
import io.readback.app.document.EventFeed;
import io.readback.app.document.EventRow;
import io.readback.app.document.StatusDocuments;
import io.readback.core.engine.Engine;
import io.readback.core.engine.EngineStatus;
import io.readback.spi.plugin.StopIntent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A running engine with its API. */
public final class Agent {
  private static final System.Logger LOG = System.getLogger(Agent.class.getName());

  private final Engine engine;
  private final StatusDocuments documents;
  private final Optional<ApiServer> api;
  private final EventFeed events = new EventFeed();
  private final DrainFeed drains = new DrainFeed();
  private final ProblemLog problems = new ProblemLog();

  private Agent(Engine engine, StatusDocuments documents, Optional<ApiServer> api) {
    this.engine = engine;
    this.documents = documents;
    this.api = api;
  }

  /**
   * Starts the API, when one is asked for, and then the engine.
   *
   * @throws IOException when the API's address cannot be had; nothing runs then
   */
  public static Agent start(Engine.Builder builder, Optional<Endpoint> endpoint)
      throws IOException {
    Engine engine = builder.build();
    StatusDocuments documents = new StatusDocuments(engine::status);
    Optional<ApiServer> api = Optional.empty();
    if (endpoint.isPresent()) {
      StatusMetrics metrics = new StatusMetrics(engine::status);
      api =
          Optional.of(
              ApiServer.start(endpoint.get(), documents, metrics::scrape, engine::lookSoon));
    }
    Agent agent = new Agent(engine, documents, api);
    engine.subscribe(agent::changed);
    engine.start();
    return agent;
  }

  /** On the engine's one thread for listeners. */
  private void changed(EngineStatus status) {
    problems.update(status.problems());
    documents.noted(status);
    List<EventRow> news = events.update(status);
    List<DrainRow> drained = drains.update(status);
    drained.forEach(drain -> LOG.log(System.Logger.Level.INFO, drain::describe));
    api.ifPresent(
        a -> {
          a.publish("status");
          news.forEach(event -> a.publish("bgp", event));
          drained.forEach(drain -> a.publish("drain", drain));
        });
  }

  public Documents documents() {
    return documents;
  }

  /** The TCP port of the API; -1 without one. */
  public int port() {
    return api.map(ApiServer::port).orElse(-1);
  }

  /**
   * Takes traffic away from this node, as {@link Engine#leave} says; the API goes on.
   *
   * @return whether all sessions have ended
   */
  public boolean leave(Duration patience, String reason) throws InterruptedException {
    return engine.leave(patience, reason);
  }

  /** Stops the API and the engine. */
  public void close(StopIntent intent) {
    api.ifPresent(ApiServer::close);
    engine.close(intent);
  }
}

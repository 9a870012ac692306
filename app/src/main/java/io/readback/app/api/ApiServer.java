package io.readback.app.api;

import io.readback.app.document.Documents;
import io.readback.app.document.Documents.RouteView;
import io.readback.core.model.ServiceRef;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.observe.SessionDump;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * Serves an agent's documents. Read-only. Documents are made on worker threads, so a large one does
 * not hold up the small ones.
 */
public final class ApiServer implements AutoCloseable {
  /**
   * Stands in every answer with a document: {@code false} until the sources were read completely
   * once. What a document lacks is no evidence until then.
   */
  public static final String SYNCED_HEADER = "Readback-Synced";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** An event stream that lets this many octets pile up is closed: its reader does not read. */
  private static final int EVENT_BACKLOG = 1 << 20;

  private static final long MAX_DUMP_SECONDS = 86_400;
  private static final long MAX_DUMP_OCTETS = 1L << 30;

  private final Documents documents;
  private final Supplier<String> metrics;
  private final Runnable look;
  private final Endpoint endpoint;
  private final Vertx vertx;
  private final Set<HttpServerResponse> streams = ConcurrentHashMap.newKeySet();
  private int port = -1;

  private ApiServer(
      Endpoint endpoint, Documents documents, Supplier<String> metrics, Runnable look) {
    this.endpoint = endpoint;
    this.documents = documents;
    this.metrics = metrics;
    this.look = look;
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(1)
                .setPreferNativeTransport(endpoint instanceof Endpoint.Unix));
  }

  /**
   * Listens at {@code endpoint} and returns once connections are accepted.
   *
   * @param look run when somebody asks with {@code look=true}, to have the routers looked at soon
   * @throws IOException when the address cannot be had, saying which and why
   */
  public static ApiServer start(
      Endpoint endpoint, Documents documents, Supplier<String> metrics, Runnable look)
      throws IOException {
    ApiServer server = new ApiServer(endpoint, documents, metrics, look);
    try {
      server.listen();
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  /** The TCP port listened on, also where 0 was asked for; -1 for a unix socket. */
  public int port() {
    return port;
  }

  /** Tells every reader of the event stream that {@code topic} changed. */
  public void publish(String topic) {
    publish(topic, Map.of());
  }

  /** As {@link #publish(String)} and hands {@code document} along. */
  public void publish(String topic, Object document) {
    if (streams.isEmpty()) {
      return;
    }
    String event = "event: " + topic + "\ndata: " + JSON.writeValueAsString(document) + "\n\n";
    for (HttpServerResponse stream : streams) {
      if (stream.writeQueueFull()) {
        streams.remove(stream);
        stream.reset();
      } else {
        stream.write(event);
      }
    }
  }

  private void listen() throws IOException {
    HttpServer server =
        vertx
            .createHttpServer(new HttpServerOptions().setMaxInitialLineLength(8192))
            .requestHandler(routes());
    SocketAddress address;
    if (endpoint instanceof Endpoint.Tcp tcp) {
      address = SocketAddress.inetSocketAddress(tcp.port(), tcp.host());
    } else {
      Path path = Path.of(((Endpoint.Unix) endpoint).path());
      Files.deleteIfExists(path);
      address = SocketAddress.domainSocketAddress(path.toString());
    }
    try {
      HttpServer bound =
          server
              .listen(address)
              .toCompletionStage()
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS);
      port = endpoint instanceof Endpoint.Tcp ? bound.actualPort() : -1;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new IOException(
          "cannot listen at " + endpoint + ": " + (cause == null ? e : cause).getMessage(), cause);
    } catch (TimeoutException e) {
      throw new IOException("cannot listen at " + endpoint + ": no answer from the system", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while listening at " + endpoint, e);
    }
  }

  private Router routes() {
    Router router = Router.router(vertx);
    document(router, "/v1/services", r -> documents.services());
    document(router, "/v1/pools", r -> documents.pools());
    document(router, "/v1/bgp/peers", r -> documents.peers());
    document(router, "/v1/drains", r -> documents.drains());
    document(router, "/v1/bgp/routes", this::bgpRoutes);
    document(router, "/v1/bgp/events", r -> documents.events(parameter(r, "peer")));
    document(router, "/v1/bgp/route-policies", r -> documents.routePolicies());
    document(
        router,
        "/v1/verify",
        r -> {
          lookIfAsked(r);
          return documents.verify(service(r));
        });
    document(
        router,
        "/v1/explain/:namespace/:name",
        r -> {
          lookIfAsked(r);
          return documents.explain(new ServiceRef(r.pathParam("namespace"), r.pathParam("name")));
        });
    document(router, "/v1/plugins", r -> documents.plugins());
    document(router, "/v1/problems", r -> documents.problems());
    document(router, "/v1/plan-basis", r -> documents.planBasis());
    router.get("/v1/events").handler(this::events);
    router.get("/v1/bgp/dump").handler(this::dump);
    router.get("/metrics").blockingHandler(r -> text(r, 200, metrics.get()), false);
    router.get("/livez").handler(r -> text(r, 200, "ok\n"));
    router
        .get("/readyz")
        .handler(
            r ->
                text(
                    r,
                    documents.ready() ? 200 : 503,
                    documents.ready() ? "ok\n" : "sources not read yet\n"));
    router.get("/").handler(r -> page(r));
    router
        .route()
        .last()
        .handler(r -> json(r, 404, Map.of("error", "no such document: " + r.request().path())));
    return router;
  }

  private void document(Router router, String path, Function<RoutingContext, Object> make) {
    router
        .get(path)
        .blockingHandler(
            r -> {
              // asked before the document is made: true then means that the document is complete
              boolean synced = documents.ready();
              r.response().putHeader(SYNCED_HEADER, String.valueOf(synced));
              try {
                json(r, 200, make.apply(r));
              } catch (IllegalArgumentException e) {
                json(r, 400, Map.of("error", String.valueOf(e.getMessage())));
              } catch (NoSuchElementException e) {
                json(r, 404, Map.of("error", String.valueOf(e.getMessage())));
              }
            },
            false);
  }

  private Object bgpRoutes(RoutingContext r) {
    Optional<String> peer = parameter(r, "peer");
    Optional<AddressFamily> family =
        parameter(r, "family").map(f -> choice(AddressFamily.class, "family", f));
    RouteView view =
        parameter(r, "view")
            .map(v -> choice(RouteView.class, "view", v))
            .orElse(RouteView.AVAILABLE);
    return documents.routes(view, peer, family);
  }

  /** The answer is what is known; the next one will know more. */
  private void lookIfAsked(RoutingContext r) {
    if (parameter(r, "look").filter("true"::equals).isPresent()) {
      look.run();
    }
  }

  private static Optional<ServiceRef> service(RoutingContext r) {
    return parameter(r, "service").map(ServiceRef::parse);
  }

  private static Optional<String> parameter(RoutingContext r, String name) {
    return Optional.ofNullable(r.request().getParam(name)).filter(s -> !s.isEmpty());
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String name, String text) {
    for (E value : type.getEnumConstants()) {
      if (value.name().equalsIgnoreCase(text)) {
        return value;
      }
    }
    StringBuilder allowed = new StringBuilder();
    for (E value : type.getEnumConstants()) {
      allowed
          .append(allowed.length() == 0 ? "" : ", ")
          .append(value.name().toLowerCase(Locale.ROOT));
    }
    throw new IllegalArgumentException(
        name + " must be one of " + allowed + " but was '" + text + "'");
  }

  private void events(RoutingContext r) {
    HttpServerResponse response = r.response();
    StreamedAnswer.begin(response, r.request().version(), EVENT_BACKLOG);
    response.putHeader("Content-Type", "text/event-stream").putHeader("Cache-Control", "no-store");
    response.closeHandler(v -> streams.remove(response));
    response.exceptionHandler(e -> streams.remove(response));
    streams.add(response);
    response.write("event: hello\ndata: {}\n\n");
  }

  /** Messages of a session as MRT records, for so many seconds and octets. */
  private void dump(RoutingContext r) {
    try {
      String peer =
          parameter(r, "peer")
              .orElseThrow(() -> new IllegalArgumentException("peer: say which session to dump"));
      long seconds = number(r, "seconds", 60, MAX_DUMP_SECONDS);
      long octets = number(r, "octets", 64 << 20, MAX_DUMP_OCTETS);
      SessionDump dump = documents.dump(peer);
      Optional<SessionDump.Table> table =
          parameter(r, "table").map(t -> choice(SessionDump.Table.class, "table", t));
      if (table.isPresent()) {
        dumpTable(r, peer, dump, table.get());
        return;
      }
      new DumpStream(vertx, r.response(), octets).begin(r.request().version(), dump, seconds);
    } catch (IllegalArgumentException e) {
      json(r, 400, Map.of("error", String.valueOf(e.getMessage())));
    } catch (NoSuchElementException e) {
      json(r, 404, Map.of("error", String.valueOf(e.getMessage())));
    }
  }

  /** The announcer is asked on a worker: it answers when it has time. */
  private void dumpTable(RoutingContext r, String peer, SessionDump dump, SessionDump.Table table) {
    vertx
        .executeBlocking(() -> dump.table(table))
        .onSuccess(
            records ->
                records.ifPresentOrElse(
                    found -> new TableStream(r.response(), found).begin(r.request().version()),
                    () ->
                        json(
                            r,
                            404,
                            Map.of(
                                "error",
                                "the session with '"
                                    + peer
                                    + "' is not established, or its announcer dumps no tables"))))
        .onFailure(e -> json(r, 500, Map.of("error", String.valueOf(e.getMessage()))));
  }

  private static long number(RoutingContext r, String name, long fallback, long most) {
    String text = parameter(r, name).orElse(String.valueOf(fallback));
    long value = text.matches("\\d{1,10}") ? Long.parseLong(text) : 0;
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          name + " must be 1 to " + most + " but was '" + text + "'");
    }
    return value;
  }

  private static void json(RoutingContext r, int status, Object document) {
    r.response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(JSON.writeValueAsString(document));
  }

  private static void text(RoutingContext r, int status, String text) {
    r.response()
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .end(text);
  }

  private void page(RoutingContext r) {
    vertx
        .fileSystem()
        .readFile("page/index.html")
        .onSuccess(
            b ->
                r.response()
                    .putHeader("Content-Type", "text/html; charset=utf-8")
                    .putHeader("Content-Security-Policy", "default-src 'self' 'unsafe-inline'")
                    .end(b))
        .onFailure(e -> json(r, 500, Map.of("error", "the page is not in the distribution")));
  }

  @Override
  public void close() {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      System.getLogger(ApiServer.class.getName())
          .log(System.Logger.Level.DEBUG, "closing the API", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

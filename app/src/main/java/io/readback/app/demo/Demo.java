package io.readback.app.demo;

import io.readback.app.agent.Agent;
import io.readback.app.api.Endpoint;
import io.readback.app.document.Documents;
import io.readback.core.engine.Engine;
import io.readback.core.source.FolderSource;
import io.readback.spi.net.IpAddress;
import io.readback.spi.plugin.StopIntent;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Runs the demo: a router, three agents, and the story. */
public final class Demo {
  private static final List<String> NODES = List.of("node-1", "node-2", "node-3");
  private static final long STEP_DEADLINE_NANOS = 20_000_000_000L;
  private static final long POLL_MILLIS = 50;
  private static final long REDRAW_MILLIS = 500;

  /** How long a reader gets to look at each step of the live story, in milliseconds. */
  private static final long READING_MILLIS = 3_000;

  private final PrintWriter out;
  private final boolean once;
  private final boolean terminal;

  /**
   * @param once end after the story
   * @param terminal whether the picture can be redrawn in place
   */
  public Demo(PrintWriter out, boolean once, boolean terminal) {
    this.out = out;
    this.once = once;
    this.terminal = terminal;
  }

  /** Returns whether every step of the story was seen. */
  public boolean run() throws IOException, InterruptedException {
    int port = freePort();
    List<IpAddress> addresses = new ArrayList<>();
    for (int i = 0; i < NODES.size(); i++) {
      addresses.add(IpAddress.parse("127.0.0.1" + (i + 1)));
    }
    List<Agent> agents = new ArrayList<>();
    try (DemoFolder folder = new DemoFolder(port);
        EmbeddedRouter router = new EmbeddedRouter(port, addresses)) {
      try {
        for (String node : NODES) {
          agents.add(agent(node, folder, router, agents.isEmpty()));
        }
        return tell(agents, folder, router);
      } finally {
        agents.forEach(a -> a.close(StopIntent.WITHDRAW));
      }
    }
  }

  private static Agent agent(String node, DemoFolder folder, EmbeddedRouter router, boolean serves)
      throws IOException {
    Engine.Builder engine =
        Engine.builder(new FolderSource(folder.config()), node)
            .classPath(Demo.class.getClassLoader())
            .plugin(new EmbeddedRouterPlugin(router));
    return Agent.start(
        engine, serves ? Optional.of(new Endpoint.Tcp("127.0.0.1", 0)) : Optional.empty());
  }

  private boolean tell(List<Agent> agents, DemoFolder folder, EmbeddedRouter router)
      throws IOException, InterruptedException {
    List<Documents> documents = agents.stream().map(Agent::documents).toList();
    Screen screen = new Screen(out, terminal && !once, documents, router);
    Story story = new Story(documents, router, folder);
    List<String> told = new ArrayList<>();
    told.add(
        "Readback demo: three agents and a router (AS "
            + EmbeddedRouter.ASN
            + ") in one process on loopback.");
    told.add("The agents follow " + folder.config());
    told.add("Ask them: readback services --api 127.0.0.1:" + agents.get(0).port());
    told.add("");
    told.forEach(screen::say);
    boolean all = true;
    int number = 0;
    for (Story.Step step : story.steps()) {
      number++;
      told.add(number + ". " + step.does());
      screen.say(number + ". " + step.does());
      long start = System.nanoTime();
      step.action().run();
      boolean seen = await(step, screen, told, start);
      all &= seen;
      String millis = String.format(Locale.ROOT, "%d ms", (System.nanoTime() - start) / 1_000_000);
      String line =
          "   "
              + (seen ? "seen after " + millis + ": " : "NOT SEEN after " + millis + ": ")
              + step.expects();
      told.add(line);
      screen.say(line);
      String failure = story.firstFailure("shop");
      if (!failure.isEmpty()) {
        told.add("   explain: " + failure);
        screen.say("   explain: " + failure);
      }
      screen.show();
      if (screen.isLive()) {
        linger(screen, told, READING_MILLIS);
      }
    }
    String end =
        all
            ? "All of it was seen."
            : "Not everything was seen: the steps above say what was missing.";
    told.add("");
    told.add(end);
    screen.say(end);
    if (!once) {
      String invitation =
          "The agents keep running: edit the manifests above and watch. Ctrl-C ends.";
      told.add(invitation);
      screen.say(invitation);
      while (!Thread.currentThread().isInterrupted()) {
        linger(screen, told, READING_MILLIS);
      }
    }
    return all;
  }

  private static boolean await(Story.Step step, Screen screen, List<String> told, long start)
      throws InterruptedException {
    long drawn = 0;
    while (System.nanoTime() - start < STEP_DEADLINE_NANOS) {
      if (step.seen().getAsBoolean()) {
        return true;
      }
      if (System.nanoTime() - drawn > REDRAW_MILLIS * 1_000_000) {
        screen.draw(told);
        drawn = System.nanoTime();
      }
      Thread.sleep(POLL_MILLIS);
    }
    return false;
  }

  private static void linger(Screen screen, List<String> told, long millis)
      throws InterruptedException {
    for (long left = millis; left > 0; left -= REDRAW_MILLIS) {
      screen.draw(told);
      Thread.sleep(REDRAW_MILLIS);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}

package io.readback.frr.glass;

import io.readback.frr.show.AdjRibIn;
import io.readback.frr.show.InboundPolicy;
import io.readback.frr.show.ListenRanges;
import io.readback.frr.show.Neighbor;
import io.readback.frr.show.NextHopCache;
import io.readback.frr.show.PathDetails;
import io.readback.frr.show.PrefixLists;
import io.readback.frr.show.RouteMaps;
import io.readback.frr.show.VrfSummaries;
import io.readback.router.command.CommandLine;
import io.readback.router.command.ExecResult;
import io.readback.router.command.RouterShell;
import io.readback.router.json.JsonDocuments;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Interest;
import io.readback.spi.observe.RouterObservation;
import io.readback.spi.observe.Vantage;
import io.readback.spi.plugin.LookingGlass;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.PluginException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Reads FRR by its show commands. While all is as expected a look is one command line, and another
 * one where manifests declare attributes; where something is not as expected, further questions
 * find the cause. Between looks nothing is kept but the connection, and which pools were too wide a
 * question.
 */
final class FrrLookingGlass implements LookingGlass {
  /** FRR batches changes between BGP and the kernel for some 50 ms; after this they have met. */
  static final Duration SECOND_LOOK_AFTER = Duration.ofMillis(200);

  /** Waits, and can be interrupted. */
  @FunctionalInterface
  interface Pause {
    void of(Duration duration) throws InterruptedException;
  }

  private final PluginContext context;
  private final Supplier<RouterShell> opener;
  private final FrrCommands commands;
  private final Pause pause;
  private @org.jspecify.annotations.Nullable RouterShell shell;
  private SortedSet<IpPrefix> tooWide = Collections.emptySortedSet();

  FrrLookingGlass(
      PluginContext context, Supplier<RouterShell> opener, FrrCommands commands, Pause pause) {
    this.context = context;
    this.opener = opener;
    this.commands = commands;
    this.pause = pause;
  }

  @Override
  public Set<Vantage> vantages() {
    return FrrObservation.COVERED;
  }

  @Override
  public void start() {
    shell = opener.get();
  }

  @Override
  public RouterObservation observe(Interest interest) throws PluginException, InterruptedException {
    Instant at = context.clock().instant();
    FrrTables tables = look(interest);
    Gaps gaps = Gaps.of(tables, interest);
    if (gaps.mayBeOnTheWay(tables)) {
      pause.of(SECOND_LOOK_AFTER);
      at = context.clock().instant();
      tables = look(interest);
      gaps = Gaps.of(tables, interest);
    }
    FrrAnswers answers = ask(FrrQuestions.of(tables, gaps, interest), gaps, interest);
    return new FrrObservation(tables, answers, interest, commands).at(at, gaps);
  }

  @Override
  public void stop() {
    RouterShell open = shell;
    shell = null;
    if (open != null) {
      open.close();
    }
  }

  /**
   * A pool may lie among so many other routes that the answer about it is not taken. Then, and for
   * as long as the same pools are asked for, each prefix is asked for alone.
   */
  private FrrTables look(Interest interest) throws PluginException, InterruptedException {
    if (!interest.covering().isEmpty() && interest.covering().equals(tooWide)) {
      return look(interest, new TreeSet<>(interest.prefixes().keys()));
    }
    try {
      return look(interest, interest.covering());
    } catch (PluginException e) {
      if (e.kind() != Kind.RESOURCE) {
        throw e;
      }
      FrrTables tables = look(interest, new TreeSet<>(interest.prefixes().keys()));
      tooWide = interest.covering();
      return tables;
    }
  }

  private FrrTables look(Interest interest, SortedSet<IpPrefix> covering)
      throws PluginException, InterruptedException {
    List<FrrCommands.Look> looks = commands.looks(covering);
    List<ExecResult> results = new ArrayList<>();
    for (FrrCommands.Look look : looks) {
      results.add(run(look.line()));
    }
    return FrrTables.read(looks, results, interest.prefixes()::containsKey);
  }

  private FrrAnswers ask(FrrQuestions questions, Gaps gaps, Interest interest)
      throws InterruptedException {
    FrrAnswers answers = new FrrAnswers();
    if (!questions.neighbors().isEmpty()
        || !questions.adjIn().isEmpty()
        || questions.listenRanges()) {
      ask(
          commands.details(questions.neighbors(), questions.adjIn(), questions.listenRanges()),
          answer -> details(answer, questions, interest, answers));
    }
    if (questions.unlisted()) {
      ask(
          commands.vrfs(),
          answer -> {
            try (JsonDocuments documents = JsonDocuments.of(answer)) {
              answers.vrfs(VrfSummaries.read(documents));
            }
          });
    }
    List<IpPrefix> attributes = questions.attributes();
    for (int from = 0; from < attributes.size(); from += FrrCommands.PREFIXES_PER_LINE) {
      List<IpPrefix> some =
          attributes.subList(
              from, Math.min(attributes.size(), from + FrrCommands.PREFIXES_PER_LINE));
      ask(commands.paths(some), answer -> paths(answer, some, answers));
    }
    if (questions.nextHops()) {
      ask(
          commands.nextHops(),
          answer ->
              answers.nextHops(NextHopCache.read(new String(answer, StandardCharsets.UTF_8))));
    }
    Set<AddressFamily> policies = FrrQuestions.policies(gaps, answers);
    if (!policies.isEmpty()) {
      List<RouteMaps> maps = new ArrayList<>();
      ask(
          commands.routeMaps(),
          answer -> {
            try (JsonDocuments documents = JsonDocuments.of(answer)) {
              maps.add(RouteMaps.read(documents));
            }
          });
      for (AddressFamily family : policies) {
        ask(
            commands.prefixLists(family),
            answer -> {
              try (JsonDocuments documents = JsonDocuments.of(answer)) {
                PrefixLists lists = PrefixLists.read(documents);
                answers.policy(family, new InboundPolicy(lists, maps.stream().findFirst()));
              }
            });
      }
    }
    return answers;
  }

  private static void details(
      byte[] answer, FrrQuestions questions, Interest interest, FrrAnswers answers)
      throws PluginException {
    Predicate<IpPrefix> wanted = interest.prefixes()::containsKey;
    try (JsonDocuments documents = JsonDocuments.of(answer)) {
      for (IpAddress peer : questions.neighbors()) {
        answers.neighbor(peer, Neighbor.read(documents, peer));
      }
      for (PeerFamily pf : questions.adjIn()) {
        answers.filtered(pf, AdjRibIn.read(documents, wanted));
        answers.received(pf, AdjRibIn.read(documents, wanted));
      }
      if (questions.listenRanges()) {
        answers.listenRanges(ListenRanges.read(documents));
      }
    }
  }

  private static void paths(byte[] answer, List<IpPrefix> prefixes, FrrAnswers answers)
      throws PluginException {
    try (JsonDocuments documents = JsonDocuments.of(answer)) {
      for (IpPrefix prefix : prefixes) {
        answers.details(prefix, PathDetails.read(documents, prefix));
      }
    }
  }

  private interface Reader {
    void read(byte[] answer) throws PluginException;
  }

  /**
   * Asks for a cause. The tables are complete already: an answer that does not come or cannot be
   * understood leaves a cause unknown and is no reason to throw the look away.
   */
  private void ask(CommandLine line, Reader reader) throws InterruptedException {
    try {
      reader.read(FrrTables.succeeded(run(line)).out());
    } catch (PluginException e) {
      context
          .logger()
          .log(
              System.Logger.Level.DEBUG,
              "a question about a cause was not answered: {0}",
              e.getMessage());
    }
  }

  private ExecResult run(CommandLine line) throws PluginException, InterruptedException {
    RouterShell open = shell;
    if (open == null) {
      throw new PluginException(Kind.INTERNAL, "the looking glass is not started");
    }
    return open.exec(line);
  }
}

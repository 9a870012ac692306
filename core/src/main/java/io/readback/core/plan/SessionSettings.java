package io.readback.core.plan;

import io.readback.core.model.BgpPeerSettings;
import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.Secrets;
import io.readback.core.model.SessionSetting;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Applies BgpPeerSettings to sessions as they are made, whichever dialect makes them, and keeps
 * account of those that had nothing to say.
 */
final class SessionSettings {
  private final List<BgpPeerSettings> byAge;
  private final Set<BgpPeerSettings> used = new HashSet<>();
  private final Set<Problem> problems = new LinkedHashSet<>();

  private final Secrets secrets;

  SessionSettings(Collection<BgpPeerSettings> settings, Secrets secrets) {
    this.secrets = secrets;
    byAge = new ArrayList<>(settings);
    byAge.sort(BgpPeerSettings.BY_AGE);
  }

  /** A setting with the object that it comes from. */
  private record Placed(BgpPeerSettings by, SessionSetting setting) {}

  /**
   * Adds to a session what the settings that select it say: of two for one field the older counts,
   * else the first by name.
   *
   * @param address of the peer; empty where it is not known before the session
   * @throws IllegalArgumentException where one that protects the session cannot be applied: there
   *     is to be no session then
   */
  void apply(
      NodeFacts facts,
      BgpInstance instance,
      String peer,
      Optional<IpAddress> address,
      BgpSession.Builder session) {
    Map<String, Placed> placed = new HashMap<>();
    for (BgpPeerSettings settings : byAge) {
      if (!settings.selects(facts.labels(), instance.name(), peer, address)) {
        continue;
      }
      used.add(settings);
      for (SessionSetting setting : settings.settings()) {
        Placed first = placed.putIfAbsent(setting.field(), new Placed(settings, setting));
        if (first == null) {
          apply(settings, setting, instance.name() + "/" + peer, session);
        } else if (!first.setting().equals(setting)) {
          conflict(settings, setting, first, instance.name() + "/" + peer);
        }
      }
    }
  }

  private void apply(
      BgpPeerSettings by, SessionSetting setting, String name, BgpSession.Builder session) {
    try {
      setting.applyTo(session, secrets);
    } catch (IllegalArgumentException e) {
      if (setting.protects()) {
        throw new IllegalArgumentException(
            "spec." + setting.field() + " of " + by.ref() + ": " + e.getMessage(), e);
      }
      report(
          ProblemCode.PEERING,
          Severity.ERROR,
          by,
          "spec." + setting.field(),
          "has no effect on session " + name + ": " + e.getMessage(),
          "correct the value, or select other peers");
    }
  }

  private void conflict(BgpPeerSettings by, SessionSetting setting, Placed first, String name) {
    report(
        ProblemCode.SETTINGS_CONFLICT,
        Severity.WARNING,
        by,
        "spec." + setting.field(),
        setting
            + " has no effect on session "
            + name
            + ": BgpPeerSettings "
            + first.by().name()
            + " says "
            + first.setting(),
        "let one of the two set the field, or select different peers");
  }

  /** What was found so far; for when all sessions have been made. */
  List<Problem> problems() {
    for (BgpPeerSettings settings : byAge) {
      if (!used.contains(settings)) {
        report(
            ProblemCode.SETTINGS_UNUSED,
            Severity.WARNING,
            settings,
            "spec",
            "selects no session of any node",
            "correct nodeSelector or peers; peers go by the name, address or instance of a"
                + " session");
      }
    }
    return List.copyOf(problems);
  }

  private void report(
      ProblemCode code,
      Severity severity,
      BgpPeerSettings by,
      String field,
      String message,
      String remedy) {
    problems.add(
        new Problem(code, severity, Optional.of(by.ref()), by.origin(), field, message, remedy));
  }
}

package io.readback.frr.show;

import io.readback.spi.net.IpPrefix;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Works out what a neighbour's inbound filters do to a prefix, as far as prefix-lists and
 * route-maps that match on prefix-lists say it. For routers that do not keep what they refused.
 *
 * @param maps empty where they are not shown, as in user mode: then only a line that denies the
 *     prefix outright is taken for a refusal
 */
public record InboundPolicy(PrefixLists lists, Optional<RouteMaps> maps) {
  private static final Pattern MATCH = Pattern.compile("(ip|ipv6) address prefix-list (\\S+)");

  /** Why the filters refuse the prefix; empty when they let it pass or cannot be worked out. */
  public Optional<String> refusal(Neighbor.InboundFilters filters, IpPrefix prefix) {
    if (!filters.prefixList().isEmpty()) {
      Optional<String> refused = refusedBy(filters.prefixList(), prefix).map(r -> "inbound " + r);
      if (refused.isPresent()) {
        return refused;
      }
    }
    if (filters.routeMap().isEmpty()) {
      return Optional.empty();
    }
    return maps.isPresent()
        ? refusedByMap(maps.get(), filters.routeMap(), prefix)
        : lists
            .denying(prefix)
            .map(
                list ->
                    "inbound route-map "
                        + filters.routeMap()
                        + ", which this user is not shown, perhaps with "
                        + refusedBy(list, prefix).orElse(list));
  }

  private Optional<String> refusedBy(String list, IpPrefix prefix) {
    return lists
        .ask(list, prefix)
        .filter(answer -> !answer.permit())
        .map(
            answer ->
                "prefix-list "
                    + list
                    + answer.entry().map(e -> " " + e).orElse(" has no line that matches")
                    + (answer.entry().map(e -> e.prefix().equals(prefix)).orElse(false)
                        ? ""
                        : " for " + prefix));
  }

  private Optional<String> refusedByMap(RouteMaps known, String name, IpPrefix prefix) {
    List<RouteMaps.Rule> rules = known.maps().get(name);
    if (rules == null) {
      return Optional.empty();
    }
    String why = "no rule that matches " + prefix;
    for (RouteMaps.Rule rule : rules) {
      boolean matches = true;
      for (String clause : rule.matches()) {
        Matcher m = MATCH.matcher(clause);
        if (!m.matches()) {
          return Optional.empty();
        }
        if (m.group(1).equals("ipv6") != prefix.isIpv6()) {
          matches = false;
          continue;
        }
        Optional<PrefixLists.Answer> answer = lists.ask(m.group(2), prefix);
        if (answer.isEmpty()) {
          return Optional.empty();
        }
        if (!answer.get().permit()) {
          matches = false;
          why = refusedBy(m.group(2), prefix).orElse(why);
        }
      }
      if (!matches) {
        continue;
      }
      if (!rule.plain()) {
        return Optional.empty();
      }
      return rule.permit()
          ? Optional.empty()
          : Optional.of("inbound route-map " + name + " deny " + rule.sequence());
    }
    return Optional.of("inbound route-map " + name + ": " + why);
  }
}

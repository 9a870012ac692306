package io.readback.kernel.announce;

import io.readback.lab.LabNode;
import io.readback.linux.call.NetworkNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node of the lab as the host whose routes are kept, looked at by iproute2. */
public record Host(LabNode node) {
  private static final Pattern DESTINATION = Pattern.compile("\"dst\":\"([^\"]+)\"");

  /** Runs code in the node's network; threads started there stay there. */
  public <T> T in(Callable<T> body) throws Exception {
    return new NetworkNamespace(node.networkNamespace()).call(body);
  }

  /** What {@code ip -j} shows; fails where it fails. */
  public String ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip", "-j"));
    command.addAll(List.of(arguments));
    return node.network(command.toArray(String[]::new)).orFail().out();
  }

  /** Routes of ours in a table, as JSON. */
  public String ours(boolean ipv6, String table) {
    List<String> command = new ArrayList<>(List.of("ip", "-j", ipv6 ? "-6" : "-4"));
    command.addAll(List.of("route", "show", "table", table, "proto", "200"));
    // a table that was never used is an error to iproute2
    return node.network(command.toArray(String[]::new)).out();
  }

  /** The prefixes of routes of ours in a table, with their lengths. */
  public List<String> prefixes(String table) {
    List<String> out = new ArrayList<>();
    for (boolean ipv6 : new boolean[] {false, true}) {
      Matcher m = DESTINATION.matcher(ours(ipv6, table));
      while (m.find()) {
        String text = m.group(1);
        out.add(text.contains("/") ? text : text + (ipv6 ? "/128" : "/32"));
      }
    }
    return out;
  }
}

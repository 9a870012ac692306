package io.readback.layer2.own;

import io.readback.spi.target.LinkMember;
import java.util.Comparator;
import java.util.List;

/**
 * The members of which one answers for a VIP, by name. The same on every node, as the manifests
 * are.
 */
public record Candidates(List<LinkMember> members) {
  public Candidates {
    members = members.stream().sorted(Comparator.comparing(LinkMember::node)).toList();
  }

  public boolean contains(String node) {
    return members.stream().anyMatch(m -> m.node().equals(node));
  }
}

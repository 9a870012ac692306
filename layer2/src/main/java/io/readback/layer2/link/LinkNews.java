package io.readback.layer2.link;

import io.readback.layer2.own.ClaimAct;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells of the VIPs that a node began or stopped to answer for, one by one up to a bound, and
 * beyond it by number: a node with thousands of VIPs may get or lose all of them at once. Pure.
 */
final class LinkNews {
  /** Lines told one by one at each telling. */
  static final int MOST = 16;

  private List<String> lines = new ArrayList<>();
  private int moreBegan;
  private int moreStopped;

  void add(ClaimAct act) {
    boolean begins = act.kind() == ClaimAct.Kind.START;
    if (lines.size() < MOST) {
      lines.add((begins ? "answers for " : "stops answering for ") + act.vip() + ": " + act.why());
    } else if (begins) {
      moreBegan++;
    } else {
      moreStopped++;
    }
  }

  /** What there is to tell since the last time. */
  List<String> take() {
    if (lines.isEmpty()) {
      return List.of();
    }
    List<String> out = lines;
    if (moreBegan + moreStopped > 0) {
      out.add("answers for " + moreBegan + " more, stops answering for " + moreStopped + " more");
    }
    lines = new ArrayList<>();
    moreBegan = 0;
    moreStopped = 0;
    return out;
  }
}

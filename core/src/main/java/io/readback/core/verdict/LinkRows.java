package io.readback.core.verdict;

import io.readback.core.plan.ServicePlan.AddressPlan;
import io.readback.core.plan.ServicePlan.LinkPlan;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.target.TargetKind;
import java.util.Optional;

/** What is said of an address on links that no Router manifest asks. */
final class LinkRows {
  private final JudgeInput input;

  LinkRows(JudgeInput input) {
    this.input = input;
  }

  /**
   * A refusal of this node counts where nobody else may answer; of other nodes nothing is known.
   */
  RouteVerdict.Builder judge(RouteVerdict.Builder row, AddressPlan address, LinkPlan link) {
    IpPrefix prefix = address.address().toPrefix();
    Optional<TargetStatus> here =
        input.book().announcers().values().stream()
            .map(AnnouncerObservation::targets)
            .flatMap(targets -> targets.stream())
            .filter(t -> t.id().kind() == TargetKind.LINK && t.accepted().get(prefix) != null)
            .findFirst();
    String refused = here.map(t -> t.rejected().getOrDefault(prefix, "")).orElse("");
    boolean answers = here.filter(t -> t.advertised().get(prefix) != null).isPresent();
    boolean alone = link.candidates().size() == 1 && link.candidates().contains(input.node());
    if (alone && !answers && !refused.isEmpty()) {
      return row.verdict(
          VerdictKind.MISSING,
          "ANNOUNCER_REFUSES",
          "only " + input.node() + " may answer, and does not: " + refused);
    }
    return row.verdict(
        VerdictKind.UNKNOWN,
        "ON_LINKS",
        "made known on links alone, where one of "
            + String.join(", ", link.candidates())
            + " answers: no router is told, and no Router manifest asks the link"
            + (refused.isEmpty() ? "" : "; this node (" + input.node() + "): " + refused));
  }
}

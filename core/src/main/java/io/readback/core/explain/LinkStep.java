package io.readback.core.explain;

import io.readback.core.model.ObjectRef;
import io.readback.core.model.RouterConfig;
import io.readback.core.model.ServiceRef;
import io.readback.core.plan.ServicePlan.AddressPlan;
import io.readback.core.plan.ServicePlan.LinkPlan;
import io.readback.core.verdict.RouteVerdict;
import io.readback.spi.net.IpAddress;
import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.target.TargetKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes may answer for an address on links, whether this one does, and what was heard there.
 */
final class LinkStep {
  private final ExplainInput input;
  private final Chain chain;

  LinkStep(ExplainInput input, Chain chain) {
    this.input = input;
    this.chain = chain;
  }

  void add(ServiceRef service, AddressPlan address, LinkPlan link) {
    advertisement(address, link);
    if (chain.broken()) {
      chain.skipped(
          "verified", address.address() + ", on links", "not looked at: advertisement comes first");
      return;
    }
    List<RouteVerdict> rows =
        input.verdicts().of(service).stream()
            .filter(r -> r.vip().equals(Optional.of(address.address())))
            .filter(r -> isOfLink(r, input))
            .toList();
    RouterSteps steps = new RouterSteps(input, chain);
    rows.forEach(steps::addLink);
    if (rows.isEmpty()) {
      chain.unknown(
          "verified",
          address.address() + ", on links",
          "nobody asks the link who answers",
          "apply a Router manifest for the link: {apiVersion: readback.io/v1alpha1, kind: Router,"
              + " metadata: {name: …}, spec: {lookingGlasses: [{type: link, settings: {interface:"
              + " …}}]}}; or ask by hand: readback link ask");
    }
  }

  /** Whether a row tells of a link. */
  static boolean isOfLink(RouteVerdict row, ExplainInput input) {
    @Nullable RouterConfig router = input.cluster().routers().get(row.router());
    return router != null && router.isLink();
  }

  private void advertisement(AddressPlan address, LinkPlan link) {
    String objects =
        link.objects().stream().map(ObjectRef::toString).collect(Collectors.joining(", "));
    String subject = address.address() + ", on links";
    if (link.nodes().isEmpty()) {
      chain.failed(
          "advertisement",
          subject,
          objects + " is for it, and selects no node that may answer",
          "let its node selectors match a node with an InternalIP that is not excluded from external"
              + " load balancers");
      return;
    }
    if (link.candidates().isEmpty()) {
      chain.failed(
          "advertisement",
          subject,
          objects
              + " is for it; of the nodes it selects ("
              + PeerGroup.names(link.nodes())
              + ") none has an endpoint that traffic from outside may go to",
          "run its pods on these nodes, or use the policy Cluster");
      return;
    }
    chain.ok(
        "advertisement",
        subject,
        objects
            + " makes it known; one of "
            + PeerGroup.names(link.candidates())
            + " answers"
            + (link.line().size() > 1 ? ", " + link.line().get(0) + " comes first" : "")
            + here(address.address(), link));
  }

  private String here(IpAddress vip, LinkPlan link) {
    if (!link.candidates().contains(input.node())) {
      return "";
    }
    for (AnnouncerObservation observation : input.book().announcers().values()) {
      for (TargetStatus status : observation.targets()) {
        if (status.id().kind() == TargetKind.LINK
            && status.accepted().get(vip.toPrefix()) != null) {
          String rejected = status.rejected().getOrDefault(vip.toPrefix(), "");
          return (status.advertised().get(vip.toPrefix()) != null
                  ? "; this node (" + input.node() + ") does"
                  : "; this node (" + input.node() + ") does not")
              + (rejected.isEmpty() ? "" : ": " + rejected);
        }
      }
    }
    return "";
  }
}

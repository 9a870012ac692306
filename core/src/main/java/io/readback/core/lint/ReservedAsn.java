package io.readback.core.lint;

import io.readback.core.model.BgpClusterConfig;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Origin;
import io.readback.core.model.ProblemCode;
import java.util.Optional;

/** AS numbers that cannot be anybody's. */
final class ReservedAsn implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    for (BgpClusterConfig config : input.state().clusterConfigs().values()) {
      ObjectRef ref = ObjectRefs.ref(config);
      for (BgpClusterConfig.Instance instance : config.instances()) {
        String field = "spec.bgpInstances[" + instance.name() + "]";
        instance
            .localAsn()
            .ifPresent(asn -> check(asn, ref, instance.origin(), field + ".localASN", findings));
        for (BgpClusterConfig.Peer peer : instance.peers()) {
          check(
              peer.asn(),
              ref,
              peer.origin(),
              field + ".peers[" + peer.name() + "].peerASN",
              findings);
        }
      }
    }
    for (var override : input.state().nodeOverrides().values()) {
      ObjectRef ref = new ObjectRef("CiliumBGPNodeConfigOverride", "", override.node());
      override
          .instances()
          .forEach(
              i ->
                  i.localAsn()
                      .ifPresent(
                          asn ->
                              check(
                                  asn,
                                  ref,
                                  override.origin(),
                                  "spec.bgpInstances[" + i.name() + "].localASN",
                                  findings)));
    }
  }

  static void check(long asn, ObjectRef object, Origin origin, String field, Findings findings) {
    reason(asn)
        .ifPresent(
            reason ->
                findings.add(
                    ProblemCode.RESERVED_ASN,
                    object,
                    origin,
                    field,
                    "AS number " + asn + " " + reason,
                    "Use your own, or a private one: 64512 to 65534, 4200000000 to 4294967294"));
  }

  private static Optional<String> reason(long asn) {
    if (asn == 23456) {
      return Optional.of("is AS_TRANS, which stands for four-octet numbers (RFC 6793)");
    }
    if (asn == 65535 || asn == 0xffffffffL) {
      return Optional.of("is reserved (RFC 7300)");
    }
    boolean documentation = asn >= 64496 && asn <= 64511 || asn >= 65536 && asn <= 65551;
    return documentation ? Optional.of("is for documentation (RFC 5398)") : Optional.empty();
  }
}

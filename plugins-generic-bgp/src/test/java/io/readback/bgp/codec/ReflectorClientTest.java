package io.readback.bgp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.message.Family;
import io.readback.bgp.message.Update;
import io.readback.bgp.message.UpdateAttributes;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.PathAttributes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A client of a route reflector, RFC 4456 section 8. */
class ReflectorClientTest {
  private static final IpAddress OURS = IpAddress.parse("10.0.0.11");
  private static final IpAddress OTHER = IpAddress.parse("10.0.0.12");
  private static final CodecContext CONTEXT = CodecContext.ibgp(65001).localId(OURS).build();

  private static Decoded reflected(IpAddress originator, IpAddress... clusters) {
    UpdateAttributes attributes =
        new UpdateAttributes(
            PathAttributes.builder().localPref(100).build(),
            false,
            Optional.empty(),
            Optional.of(originator),
            List.of(clusters),
            List.of());
    Update update =
        new Update(
            List.of(
                new Update.Reach(
                    Family.IPV4_UNICAST,
                    IpAddress.parse("192.0.2.9"),
                    Optional.empty(),
                    List.of(IpPrefix.parse("198.51.100.1/32")))),
            List.of(),
            attributes);
    return MessageDecoder.decode(MessageEncoder.encode(update, CONTEXT), CONTEXT);
  }

  @Test
  void route_ofOurOwn_thatComesBack_isNotEligible() {
    assertThat(reflected(OURS, OTHER).kind()).isEqualTo(Decoded.Kind.NOT_ELIGIBLE);
    assertThat(reflected(OURS, OTHER).reason()).contains("ORIGINATOR_ID");
  }

  @Test
  void route_throughOurOwnCluster_isNotEligible() {
    assertThat(reflected(OTHER, OTHER, OURS).kind()).isEqualTo(Decoded.Kind.NOT_ELIGIBLE);
  }

  @Test
  void route_ofAnother_keepsOriginatorAndClusterList() {
    Decoded decoded = reflected(OTHER, IpAddress.parse("10.0.0.1"), IpAddress.parse("10.0.0.2"));
    assertThat(decoded.kind()).isEqualTo(Decoded.Kind.OK);
    UpdateAttributes attributes = ((Update) decoded.message().orElseThrow()).attributes();
    assertThat(attributes.originatorId()).contains(OTHER);
    assertThat(attributes.clusterList())
        .containsExactly(IpAddress.parse("10.0.0.1"), IpAddress.parse("10.0.0.2"));
  }
}

package io.readback.app.document;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An element of {@code bgp peers}.
 *
 * @param uptimeSeconds null while not established
 * @param drains what is drained on the session, without {@code sessions}; empty: nothing
 * @param session further fields of the same object; null while the announcer has not said anything
 * @param families those configured; the counts are null while not established
 */
public record PeerRow(
    String node,
    String instance,
    String peer,
    String peerAddress,
    int peerPort,
    long localASN,
    long peerASN,
    String state,
    @Nullable Long uptimeSeconds,
    List<FamilyRow> families,
    @Nullable String lastError,
    List<DrainRow> drains,
    @JsonUnwrapped @Nullable SessionRow session) {
  /** Counts of one family; {@code afi} is ipv4 or ipv6, {@code safi} unicast. */
  public record FamilyRow(
      String afi,
      String safi,
      @Nullable Long received,
      @Nullable Long accepted,
      @Nullable Long advertised) {}
}

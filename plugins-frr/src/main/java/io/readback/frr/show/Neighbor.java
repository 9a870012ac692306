package io.readback.frr.show;

import io.readback.router.json.JsonDocuments;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.plugin.PluginException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * {@code show bgp neighbors ADDRESS json}.
 *
 * @param asn the AS number the router expects of the neighbour; 0: any
 * @param state such as {@code Active}
 * @param opensReceived OPEN messages heard from it, ever
 * @param lastReset why the session last ended, in FRR's words; may be about an older session
 * @param lastResetCode FRR's number of it; 0: none
 * @param notification what the last NOTIFICATION said, where one was
 * @param bfdStatus such as {@code Up}; empty without BFD
 * @param restartSecondsLeft how long graceful restart still keeps its routes
 */
public record Neighbor(
    long asn,
    String state,
    boolean adminShutdown,
    boolean maxPrefixExceeded,
    boolean authentication,
    boolean helper,
    long opensReceived,
    String lastReset,
    long lastResetCode,
    String notification,
    String bfdStatus,
    Optional<Long> restartSecondsLeft,
    Map<AddressFamily, Family> families) {
  /** {@link #lastResetCode} of a session that BFD ended. */
  public static final long RESET_BFD = 24;

  /** {@link #lastResetCode} of a neighbour that has no family activated. */
  public static final long RESET_NO_FAMILY = 30;

  public Neighbor {
    families =
        families.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new EnumMap<AddressFamily, Family>(families));
  }

  /**
   * An activated family.
   *
   * @param policyMissing what FRR says when RFC 8212 discards updates; empty otherwise
   * @param softReconfiguration whether routes are kept as received
   * @param maxPrefixes the limit of prefixes; 0: none
   */
  public record Family(
      String policyMissing,
      boolean softReconfiguration,
      long maxPrefixes,
      InboundFilters filters) {}

  /**
   * The names of the neighbour's inbound filters; empty where there is none.
   *
   * @param others filters of sorts that are not evaluated here
   */
  public record InboundFilters(String prefixList, String routeMap, String others) {
    public boolean none() {
      return prefixList.isEmpty() && routeMap.isEmpty() && others.isEmpty();
    }
  }

  /** Empty when the router has no such neighbour. */
  public static Optional<Neighbor> read(JsonDocuments documents, IpAddress address)
      throws PluginException {
    JsonNode document = documents.next();
    if (Fields.flag(document, "bgpNoSuchNeighbor") || document.isEmpty()) {
      return Optional.empty();
    }
    for (Map.Entry<String, JsonNode> entry : document.properties()) {
      if (IpAddress.tryParse(entry.getKey()).equals(Optional.of(address))
          && entry.getValue().isObject()) {
        return Optional.of(read(entry.getValue()));
      }
    }
    throw Fields.unreadable("neighbour", address + " is not in the answer about it");
  }

  private static Neighbor read(JsonNode node) {
    JsonNode messages = node.get("messageStats");
    JsonNode restart = node.get("gracefulRestartInfo");
    long left = Fields.number(restart, "gracefulRestartTimerMsecs", -1);
    return new Neighbor(
        Fields.number(node, "remoteAs", 0),
        Fields.text(node, "bgpState"),
        Fields.flag(node, "adminShutDown"),
        Fields.flag(node, "prefixesConfigExceedMax"),
        Fields.flag(node, "authenticationEnabled"),
        Fields.text(node, "bgpStateIs").equals("passiveNSF"),
        Fields.number(messages, "opensRecv", 0),
        Fields.text(node, "lastResetDueTo"),
        Fields.number(node, "lastResetCode", 0),
        Fields.text(node, "lastNotificationReason"),
        Fields.text(node.get("peerBfdInfo"), "status"),
        left < 0 ? Optional.empty() : Optional.of(left / 1000),
        families(node.get("addressFamilyInfo")));
  }

  private static Map<AddressFamily, Family> families(
      @org.jspecify.annotations.Nullable JsonNode node) {
    Map<AddressFamily, Family> families = new EnumMap<>(AddressFamily.class);
    if (node == null) {
      return families;
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      JsonNode f = entry.getValue();
      Fields.family(entry.getKey())
          .ifPresent(
              family ->
                  families.put(
                      family,
                      new Family(
                          Fields.text(f, "inboundEbgpRequiresPolicy"),
                          Fields.flag(f, "inboundSoftConfigPermit"),
                          Fields.number(f, "prefixAllowedMax", 0),
                          new InboundFilters(
                              Fields.text(f, "incomingUpdatePrefixFilterList"),
                              Fields.text(f, "routeMapForIncomingAdvertisements"),
                              others(f)))));
    }
    return families;
  }

  private static String others(JsonNode f) {
    String distribute = Fields.text(f, "incomingUpdateNetworkFilterList");
    String asPath = Fields.text(f, "incomingUpdateAsPathFilterList");
    return distribute.isEmpty() ? asPath : distribute;
  }
}

package io.readback.layer2.own;

import io.readback.spi.net.IpAddress;
import java.util.List;

/**
 * Says who is to answer for a VIP. Every node asks for itself and must come to the same answer
 * where it knows the same. Implementations may keep a bounded number of decisions, never one for
 * each VIP.
 */
public interface VipOwnership {
  /**
   * The nodes that may come to answer for a VIP, the one to answer first, then who follows when
   * those before are gone. The same VIP with the same candidates has the same answer.
   */
  List<String> line(IpAddress vip, Candidates candidates);
}

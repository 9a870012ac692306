package io.readback.bench.scene;

import io.readback.bench.routes.Messages;
import io.readback.bench.routes.RouteSet;
import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import java.nio.file.Path;

/**
 * A sender and a receiver on one link, and what is to be sent.
 *
 * @param distribution Readback's, as it is installed
 * @param singles how many prefixes will be announced one by one once the session is up
 */
public record Scene(
    Path distribution, LabNode sender, LabNode receiver, RouteSet routes, int singles) {
  public static final String RECEIVER = "192.0.2.1";
  public static final String SENDER = "192.0.2.2";
  public static final int SENDER_ADDRESS = 0xc0000202;
  public static final int RECEIVER_ASN = 65000;
  public static final int SENDER_ASN = 65001;

  /** For a sender whose table is filled by a session: the sender's end of it. */
  public static final String FED = "203.0.113.1";

  public static final String FEEDER = "203.0.113.2";
  public static final int FEEDER_ADDRESS = 0xcb007102;
  public static final int FEEDER_ASN = 65010;

  private static final int FIRST_SINGLE = 0xc6120000;

  /** A scene in a new lab. */
  public static Scene in(Lab lab, Path distribution, RouteSet routes, int singles) {
    LabNode receiver = lab.node("rx", RECEIVER + "/24");
    LabNode sender = lab.node("tx", SENDER + "/24");
    sender.addLoopback(FED + "/32").addLoopback(FEEDER + "/32");
    return new Scene(distribution, sender, receiver, routes, singles);
  }

  /** The address of a prefix that is announced by itself, of 198.18.0.0/15 (RFC 2544). */
  public static int single(int i) {
    return FIRST_SINGLE + i;
  }

  /** The same as text. */
  public static String singleText(int i) {
    return "198.18." + (i >> 8) + "." + (i & 255);
  }

  public static Messages messages() {
    return new Messages(SENDER_ASN, SENDER_ADDRESS);
  }
}

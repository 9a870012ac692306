package io.readback.lab.router;

import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Net-SNMP's agent on a node, on UDP port 161 of all its addresses, to which FRR's daemons lend
 * their tables by AgentX. Answers SNMPv3 with authentication (SHA-256) and privacy (AES-128), and
 * SNMPv2c.
 */
public final class SnmpAgent implements AutoCloseable {
  private static final String FOLDER = "/run/agentx";
  private static final String SOCKET = "unix:" + FOLDER + "/master";

  private final LabNode node;
  private final String community = UUID.randomUUID().toString();
  private final String authPassphrase = UUID.randomUUID().toString();
  private final String privPassphrase = UUID.randomUUID().toString();
  private LabProcess process;

  private SnmpAgent(LabNode node) {
    this.node = node;
    node.exec("mkdir", "-p", FOLDER + "/state").orFail();
    // net-snmp's library looks for the socket in the file named after the program that uses it
    node.write(FOLDER + "/frr.conf", "agentXSocket " + SOCKET + "\n");
    node.write(
        FOLDER + "/agent.conf",
        """
        agentAddress udp:161,udp6:161
        master agentx
        agentXSocket %s
        agentXPerms 0777 0755
        rocommunity %s
        rocommunity6 %s
        createUser %s SHA-256 %s AES %s
        rouser %s priv
        """
            .formatted(
                SOCKET, community, community, user(), authPassphrase, privPassphrase, user()));
    this.process = run();
  }

  static SnmpAgent start(LabNode node) {
    return new SnmpAgent(node);
  }

  /** What a daemon that joins the agent is started with. */
  static List<String> environment() {
    return List.of(
        "env", "MIBS=", "SNMPCONFPATH=" + FOLDER, "SNMP_PERSISTENT_DIR=" + FOLDER + "/state");
  }

  public int port() {
    return 161;
  }

  public String user() {
    return "readback";
  }

  public String community() {
    return community;
  }

  public String authPassphrase() {
    return authPassphrase;
  }

  public String privPassphrase() {
    return privPassphrase;
  }

  public LabProcess process() {
    return process;
  }

  /**
   * Ends the agent and starts it again. FRR's tables are back when its daemons have found it, in
   * about 15 s.
   */
  public void restart() {
    process.stop();
    process = run();
  }

  @Override
  public void close() {
    process.close();
  }

  private LabProcess run() {
    List<String> line = new ArrayList<>(environment());
    line.addAll(List.of("snmpd", "-f", "-Lo", "-C", "-c", FOLDER + "/agent.conf"));
    return node.start("snmpd", line).awaitLog("NET-SNMP version", Duration.ofSeconds(15));
  }
}

package io.readback.lab.router;

import io.readback.lab.LabException;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * OpenSSH's server on a node, on port 22 of all its addresses, with a host key, a user and a
 * password of its own. The user's login is the node's, so whatever runs on the node can be asked:
 * {@code vtysh -c "show bgp summary json"}.
 */
public final class SshServer implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(15);
  private static final String USER = "readback";
  private static final int UID = 7179;

  private final LabNode node;
  private final String password;
  private LabProcess process;

  private SshServer(LabNode node, String group) {
    this.node = node;
    this.password = UUID.randomUUID().toString();
    keygen("host_key");
    keygen("user_key");
    keygen("stranger_key");
    account(group);
    authorize();
    this.process = run();
  }

  /** Starts a server whose user is in {@code group}. */
  static SshServer start(LabNode node, String group) {
    return new SshServer(node, group);
  }

  public String user() {
    return USER;
  }

  /** The user's password, random for each server. */
  public String password() {
    return password;
  }

  public int port() {
    return 22;
  }

  /** The private key that the server lets in, as text in OpenSSH's format. */
  public String privateKey() {
    return read("user_key");
  }

  /** The file of {@link #privateKey}, for the ssh command. */
  public Path privateKeyFile() {
    return file("user_key");
  }

  /** A private key that the server does not let in. */
  public String strangerKey() {
    return read("stranger_key");
  }

  /** The host key's fingerprint, {@code SHA256:…}. */
  public String hostKeyFingerprint() {
    return fingerprint("host_key");
  }

  /** A fingerprint that is not this server's. */
  public String otherFingerprint() {
    return fingerprint("stranger_key");
  }

  /** The host's public key, {@code ssh-ed25519 AAAA…}. */
  public String hostKeyLine() {
    String[] words = read("host_key.pub").strip().split(" ");
    return words[0] + " " + words[1];
  }

  /** Gives the server a new host key, as a reinstalled router would have, and restarts it. */
  public void replaceHostKey() {
    stop();
    try {
      Files.delete(file("host_key"));
      Files.delete(file("host_key.pub"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    keygen("host_key");
    restart();
  }

  /** Stops listening, and ends nothing else. */
  public void stop() {
    process.stop();
  }

  /** Listens again after {@link #stop}. */
  public void restart() {
    if (process.isAlive()) {
      process.stop();
    }
    process = run();
  }

  /** The process, to pause it: a paused server accepts connections and says nothing. */
  public LabProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
  }

  private LabProcess run() {
    node.write(
        "/run/sshd/config",
        """
        Port 22
        HostKey %s
        AuthorizedKeysFile %s
        AllowUsers %s
        PidFile none
        UsePAM no
        StrictModes no
        PasswordAuthentication yes
        KbdInteractiveAuthentication no
        PrintMotd no
        MaxStartups 100
        LogLevel VERBOSE
        """
            .formatted(file("host_key"), file("authorized_keys"), USER));
    LabProcess sshd = node.start("sshd", "/usr/sbin/sshd", "-D", "-e", "-f", "/run/sshd/config");
    return sshd.awaitLog("Server listening on 0.0.0.0", DEADLINE);
  }

  private void account(String group) {
    node.exec(
            List.of(
                "sh",
                "-c",
                """
                set -e
                gid=$(getent group "$2" | cut -d: -f3)
                hash=$(perl -e 'print crypt($ARGV[0], "\\$6\\$readback\\$")' "$3")
                mkdir -p /run/home
                chown "$1:$gid" /run/home
                # the machine may have a user of that name; the files are the node's own
                for file in passwd shadow; do
                  others=$(grep -v "^$0:" "/etc/$file")
                  printf '%s\\n' "$others" > "/etc/$file"
                done
                echo "$0:x:$1:$gid::/run/home:/bin/bash" >> /etc/passwd
                echo "$0:$hash:19000:0:99999:7:::" >> /etc/shadow
                """,
                USER,
                Integer.toString(UID),
                group,
                password),
            "",
            DEADLINE)
        .orFail();
  }

  private void authorize() {
    try {
      Files.writeString(file("authorized_keys"), read("user_key.pub"));
      node.network("chmod", "0644", file("authorized_keys").toString()).orFail();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void keygen(String name) {
    node.network(
            "ssh-keygen",
            "-q",
            "-t",
            "ed25519",
            "-N",
            "",
            "-C",
            node.name(),
            "-f",
            file(name).toString())
        .orFail();
  }

  private String fingerprint(String name) {
    String line =
        node.network("ssh-keygen", "-l", "-E", "sha256", "-f", file(name + ".pub").toString())
            .orFail()
            .out();
    for (String word : line.split(" ")) {
      if (word.startsWith("SHA256:")) {
        return word;
      }
    }
    throw new LabException("ssh-keygen gave no fingerprint: " + line);
  }

  private Path file(String name) {
    return node.dir().resolve("ssh_" + name);
  }

  private String read(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

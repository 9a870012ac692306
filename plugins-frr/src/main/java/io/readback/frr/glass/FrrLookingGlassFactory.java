package io.readback.frr.glass;

import io.readback.router.command.RouterName;
import io.readback.router.ssh.HostKeyPin;
import io.readback.router.ssh.SshCredentials;
import io.readback.router.ssh.SshEndpoint;
import io.readback.router.ssh.SshExec;
import io.readback.spi.Secret;
import io.readback.spi.plugin.ConfigKey;
import io.readback.spi.plugin.LookingGlass;
import io.readback.spi.plugin.LookingGlassFactory;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.RouterRef;
import io.readback.spi.plugin.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looking glasses of type {@code frr}. */
public final class FrrLookingGlassFactory implements LookingGlassFactory<FrrSettings> {
  private static final ConfigKey<Optional<String>> HOST =
      ConfigKey.absentable(
          "ssh.host",
          FrrLookingGlassFactory::host,
          "Address or name to log in at. Default: the router's first address.");
  private static final ConfigKey<Integer> PORT =
      ConfigKey.optional("ssh.port", ConfigKey::port, 22, "Port of the SSH server. Default: 22.");
  private static final ConfigKey<Optional<String>> USER =
      ConfigKey.absentable(
          "ssh.user",
          ConfigKey::text,
          "User to log in as. Default: 'username' of the Secret, else readback.");
  private static final ConfigKey<HostKeyPin> HOST_KEY =
      ConfigKey.required(
          "ssh.hostKey",
          HostKeyPin::parse,
          "The router's SSH host key, as a fingerprint SHA256:… or a public key line; no other key"
              + " is accepted.");
  private static final ConfigKey<Map<String, Secret>> SECRET =
      ConfigKey.secretReference(
          "ssh.secretRef",
          "Secret of type kubernetes.io/ssh-auth (ssh-privatekey) or kubernetes.io/basic-auth"
              + " (username, password).");
  private static final ConfigKey<VtyshProgram> COMMAND =
      ConfigKey.optional(
          "ssh.command",
          VtyshProgram::new,
          VtyshProgram.DEFAULT,
          "How vtysh is called on the router, such as 'vtysh -u' or 'sudo -n vtysh'. Default:"
              + " vtysh.");
  private static final ConfigKey<Optional<RouterName>> VRF =
      ConfigKey.absentable(
          "vrf",
          RouterName::new,
          "VRF that the sessions with the nodes are in. Default: the default VRF.");
  private static final ConfigKey<Duration> CONNECT_TIMEOUT =
      ConfigKey.optional(
          "ssh.connectTimeout",
          FrrLookingGlassFactory::timeout,
          Duration.ofSeconds(5),
          "Longest wait for each of connection, key exchange and login. Default: 5s.");
  private static final ConfigKey<Duration> TIMEOUT =
      ConfigKey.optional(
          "ssh.timeout",
          FrrLookingGlassFactory::timeout,
          Duration.ofSeconds(10),
          "Longest wait for the complete answer to one command line. Default: 10s.");

  @Override
  public String type() {
    return "frr";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return List.of(HOST, PORT, USER, HOST_KEY, SECRET, COMMAND, VRF, CONNECT_TIMEOUT, TIMEOUT);
  }

  @Override
  public FrrSettings configure(Settings settings) {
    Map<String, Secret> secret = settings.get(SECRET);
    if (secret.isEmpty()) {
      throw new IllegalArgumentException(
          "'ssh.secretRef' is needed: a Secret with 'ssh-privatekey', or with 'username' and"
              + " 'password'");
    }
    SshCredentials credentials;
    try {
      credentials = SshCredentials.of(secret);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'ssh.secretRef': " + e.getMessage(), e);
    }
    String user =
        settings
            .get(USER)
            .or(() -> Optional.ofNullable(secret.get("username")).map(Secret::revealText))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .orElse("readback");
    return new FrrSettings(
        settings.get(HOST),
        settings.get(PORT),
        user,
        settings.get(HOST_KEY),
        credentials,
        settings.get(COMMAND).line(),
        settings.get(VRF),
        settings.get(CONNECT_TIMEOUT),
        settings.get(TIMEOUT));
  }

  @Override
  public LookingGlass create(PluginContext context, RouterRef router, FrrSettings config) {
    SshEndpoint endpoint =
        new SshEndpoint(
            config.host().orElseGet(() -> router.addresses().get(0).toString()),
            config.port(),
            config.user(),
            config.hostKey(),
            config.credentials(),
            config.connectTimeout(),
            config.timeout());
    return new FrrLookingGlass(
        context,
        () -> new SshExec(endpoint),
        new FrrCommands(new VtyshProgram(config.program()), config.vrf()),
        duration -> Thread.sleep(duration.toMillis()));
  }

  private static String host(String text) {
    String host = text.strip();
    if (!host.matches("[A-Za-z0-9._:-]{1,253}")) {
      throw new IllegalArgumentException("an IP address or a host name");
    }
    return host;
  }

  private static Duration timeout(String text) {
    Duration duration = ConfigKey.duration(text);
    if (duration.compareTo(Duration.ofMillis(100)) < 0
        || duration.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new IllegalArgumentException("a duration of 100ms to 5m");
    }
    return duration;
  }
}

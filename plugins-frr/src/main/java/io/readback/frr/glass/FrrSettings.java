package io.readback.frr.glass;

import io.readback.router.command.RouterName;
import io.readback.router.ssh.HostKeyPin;
import io.readback.router.ssh.SshCredentials;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of one looking glass.
 *
 * @param host where to log in; empty: the router's first address
 * @param vrf empty: the default VRF
 * @param timeout for the complete answer to one command line
 */
public record FrrSettings(
    Optional<String> host,
    int port,
    String user,
    HostKeyPin hostKey,
    SshCredentials credentials,
    String program,
    Optional<RouterName> vrf,
    Duration connectTimeout,
    Duration timeout) {}

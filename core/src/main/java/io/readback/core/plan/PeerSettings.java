package io.readback.core.plan;

import io.readback.core.model.BgpPeerConfig;
import io.readback.core.model.ClusterState;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.SecretData;
import io.readback.core.model.SecretRef;
import io.readback.spi.Secret;
import java.util.List;
import java.util.Optional;

/** Peer configurations and the Secrets they name. */
final class PeerSettings {
  /** Where Cilium looks for the passwords of BGP sessions. */
  static final String SECRETS_NAMESPACE = "kube-system";

  private static final String PASSWORD = "password";

  private final ClusterState state;

  PeerSettings(ClusterState state) {
    this.state = state;
  }

  /** The configuration of this name; the defaults where it is missing or none is named. */
  BgpPeerConfig config(Optional<String> name) {
    BgpPeerConfig found = name.map(n -> state.peerConfigs().get(n)).orElse(null);
    return found == null ? BgpPeerConfig.DEFAULT : found;
  }

  /** The families of a configuration; both, without advertisements, where it names none. */
  static List<BgpPeerConfig.FamilyExport> families(BgpPeerConfig config) {
    return config.families().isEmpty() ? BgpPeerConfig.DEFAULT.families() : config.families();
  }

  Optional<Secret> password(BgpPeerConfig config) {
    return config
        .authSecret()
        .map(name -> state.secrets().get(new SecretRef(SECRETS_NAMESPACE, name)))
        .map(SecretData::data)
        .map(data -> data.get(PASSWORD))
        .filter(secret -> !secret.equals(Secret.of(new byte[0])));
  }

  /** The Secret that is asked for and has no password. */
  Optional<String> missingSecret(BgpPeerConfig config) {
    return password(config).isPresent() ? Optional.empty() : config.authSecret();
  }

  static ObjectRef ref(String peerConfig) {
    return new ObjectRef("CiliumBGPPeerConfig", "", peerConfig);
  }
}

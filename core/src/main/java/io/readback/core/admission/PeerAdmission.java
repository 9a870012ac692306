package io.readback.core.admission;

import io.readback.core.admission.MetallbAdmission.AdmittedPeer;
import io.readback.core.model.ClusterState;
import io.readback.core.model.MetallbBfdProfile;
import io.readback.core.model.MetallbPeer;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.SecretData;
import io.readback.core.model.SecretRef;
import io.readback.spi.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which peers have effect, and what they refer to. */
final class PeerAdmission {
  private static final String SECRET_TYPE = "kubernetes.io/basic-auth";
  private static final String PASSWORD = "password";
  private static final Comparator<MetallbPeer> AGE =
      Comparator.<MetallbPeer, Instant>comparing(p -> p.created().orElse(Instant.MAX))
          .thenComparing(MetallbPeer::name);

  private final ClusterState state;
  private final List<Problem> problems;

  PeerAdmission(ClusterState state, List<Problem> problems) {
    this.state = state;
    this.problems = problems;
  }

  SortedMap<String, AdmittedPeer> admitted() {
    List<MetallbPeer> byAge = new ArrayList<>(state.metallb().peers().values());
    byAge.sort(AGE);
    SortedMap<String, AdmittedPeer> out = new TreeMap<>();
    List<MetallbPeer> taken = new ArrayList<>();
    for (MetallbPeer peer : byAge) {
      Optional<MetallbPeer> same = taken.stream().filter(t -> duplicates(t, peer)).findFirst();
      if (same.isPresent()) {
        refuse(
            ProblemCode.DUPLICATE_PEER,
            peer,
            "spec",
            "peer "
                + same.get().name()
                + " is the same router for some node, this one has no"
                + " effect",
            "Remove one of them, or give them nodeSelectors that no node matches both of");
        continue;
      }
      Optional<Secret> password = password(peer);
      Optional<MetallbBfdProfile> bfd = bfd(peer);
      boolean complete =
          password.isPresent() == (peer.password().isPresent() || peer.passwordSecret().isPresent())
              && bfd.isPresent() == peer.bfdProfile().isPresent();
      if (complete) {
        taken.add(peer);
        out.put(peer.name(), new AdmittedPeer(peer, password, bfd));
      }
    }
    return out;
  }

  private boolean duplicates(MetallbPeer a, MetallbPeer b) {
    return a.address().equals(b.address())
        && a.zone().equals(b.zone())
        && a.interfaceName().equals(b.interfaceName())
        && a.vrf().equals(b.vrf())
        && state.nodes().values().stream().anyMatch(node -> a.selects(node) && b.selects(node));
  }

  /** A peer whose password cannot be had has no effect: never without authentication. */
  private Optional<Secret> password(MetallbPeer peer) {
    if (peer.passwordSecret().isEmpty()) {
      return peer.password();
    }
    SecretRef ref = peer.passwordSecret().get();
    String field = "spec.passwordSecret";
    SecretData secret = state.secrets().get(ref);
    if (secret == null) {
      refuse(
          ProblemCode.MISSING_SECRET,
          peer,
          field,
          "there is no Secret " + ref + ", the peer has no effect until there is",
          "Add the Secret, of type " + SECRET_TYPE + " with the key password");
      return Optional.empty();
    }
    if (!secret.type().equals(SECRET_TYPE)) {
      refuse(
          ProblemCode.MISSING_SECRET,
          peer,
          field,
          "Secret " + ref + " is of type " + secret.type() + ", the peer has no effect",
          "Make the Secret of type " + SECRET_TYPE);
      return Optional.empty();
    }
    Secret value = secret.data().get(PASSWORD);
    if (value == null) {
      refuse(
          ProblemCode.SECRET_WITHOUT_KEY,
          peer,
          field,
          "Secret " + ref + " has no key 'password', the peer has no effect",
          "Add the key to the Secret");
    } else if (hasLineBreak(value)) {
      refuse(
          ProblemCode.SECRET_WITHOUT_KEY,
          peer,
          field,
          "the password of Secret " + ref + " has a line break, the peer has no effect",
          "Make the Secret anew without it: a text file often ends in one that echo -n leaves out");
      return Optional.empty();
    }
    return Optional.ofNullable(value);
  }

  private static boolean hasLineBreak(Secret password) {
    for (byte b : password.reveal()) {
      if (b == '\n' || b == '\r') {
        return true;
      }
    }
    return false;
  }

  private Optional<MetallbBfdProfile> bfd(MetallbPeer peer) {
    Optional<MetallbBfdProfile> found =
        peer.bfdProfile()
            .flatMap(name -> Optional.ofNullable(state.metallb().bfdProfiles().get(name)));
    if (peer.bfdProfile().isPresent() && found.isEmpty()) {
      refuse(
          ProblemCode.UNKNOWN_REFERENCE,
          peer,
          "spec.bfdProfile",
          "there is no BFDProfile "
              + peer.bfdProfile().get()
              + ", the peer has no effect until"
              + " there is",
          "Add the profile, or remove bfdProfile");
    }
    return found;
  }

  private void refuse(
      ProblemCode code, MetallbPeer peer, String field, String message, String remedy) {
    problems.add(
        new Problem(
            code,
            Severity.ERROR,
            Optional.of(new ObjectRef("BGPPeer", peer.namespace(), peer.name())),
            peer.origin(),
            field,
            message,
            remedy));
  }
}

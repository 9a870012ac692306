package io.readback.core.scenario;

import io.readback.core.model.AddressPool;
import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.BgpClusterConfig;
import io.readback.core.model.BgpNodeConfig;
import io.readback.core.model.BgpNodeOverride;
import io.readback.core.model.BgpPeerConfig;
import io.readback.core.model.ClusterChange;
import io.readback.core.model.ClusterEdit;
import io.readback.core.model.ClusterState;
import io.readback.core.model.EndpointSlice;
import io.readback.core.model.MetallbPool;
import io.readback.core.model.Namespace;
import io.readback.core.model.Node;
import io.readback.core.model.NodeNetwork;
import io.readback.core.model.PodIpPool;
import io.readback.core.model.SecretData;
import io.readback.core.model.Service;
import io.readback.core.model.ServiceRef;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/** A cluster that is changed step by step; {@link #step} says what changed since the last one. */
public final class ClusterDraft {
  private ClusterEdit edit = new ClusterEdit(ClusterState.EMPTY);

  public ClusterDraft put(ServiceDraft draft) {
    return put(draft.build());
  }

  public ClusterDraft put(Service service) {
    return edit(e -> e.put(service));
  }

  public ClusterDraft removeService(String ref) {
    return remove(s -> s.services(), ServiceRef.parse(ref), ClusterEdit::remove);
  }

  public ClusterDraft put(EndpointSlice slice) {
    return edit(e -> e.put(slice));
  }

  public ClusterDraft removeSlices(String ref) {
    List.copyOf(state().slicesOf(ServiceRef.parse(ref)).values()).forEach(s -> edit.remove(s));
    return this;
  }

  public ClusterDraft put(PoolDraft draft) {
    return put(draft.build());
  }

  public ClusterDraft put(AddressPool pool) {
    return edit(e -> e.put(pool));
  }

  public ClusterDraft removePool(String name) {
    return remove(ClusterState::pools, name, ClusterEdit::remove);
  }

  public ClusterDraft put(MetallbPoolDraft draft) {
    return put(draft.build());
  }

  public ClusterDraft put(MetallbPool pool) {
    return edit(e -> e.put(pool));
  }

  public ClusterDraft removeMetallbPool(String name) {
    return remove(s -> s.metallb().pools(), name, ClusterEdit::remove);
  }

  public ClusterDraft put(Namespace namespace) {
    return edit(e -> e.put(namespace));
  }

  public ClusterDraft put(Node node) {
    return edit(e -> e.put(node));
  }

  public ClusterDraft removeNode(String name) {
    return remove(ClusterState::nodes, name, ClusterEdit::remove);
  }

  public ClusterDraft put(NodeNetwork network) {
    return edit(e -> e.put(network));
  }

  public ClusterDraft put(SecretData secret) {
    return edit(e -> e.put(secret));
  }

  public ClusterDraft put(BgpAdvertisement advertisement) {
    return edit(e -> e.put(advertisement));
  }

  public ClusterDraft removeAdvertisement(String name) {
    return remove(ClusterState::advertisements, name, ClusterEdit::remove);
  }

  public ClusterDraft put(BgpPeerConfig config) {
    return edit(e -> e.put(config));
  }

  public ClusterDraft put(BgpClusterConfig config) {
    return edit(e -> e.put(config));
  }

  public ClusterDraft removeClusterConfig(String name) {
    return remove(ClusterState::clusterConfigs, name, ClusterEdit::remove);
  }

  public ClusterDraft put(BgpNodeConfig config) {
    return edit(e -> e.put(config));
  }

  public ClusterDraft put(BgpNodeOverride override) {
    return edit(e -> e.put(override));
  }

  public ClusterDraft put(PodIpPool pool) {
    return edit(e -> e.put(pool));
  }

  public ClusterDraft removePodIpPool(String name) {
    return remove(ClusterState::podIpPools, name, ClusterEdit::remove);
  }

  private ClusterDraft edit(Consumer<ClusterEdit> step) {
    step.accept(edit);
    return this;
  }

  /** How an object is taken out. */
  private interface Removal<T> {
    void remove(ClusterEdit edit, T object);
  }

  private <K, T> ClusterDraft remove(
      Function<ClusterState, Map<K, T>> part, K key, Removal<T> removal) {
    T present = part.apply(state()).get(key);
    if (present != null) {
      removal.remove(edit, present);
    }
    return this;
  }

  public ClusterState state() {
    return edit.state();
  }

  /** What changed since the last step. */
  public ClusterChange step() {
    ClusterChange change = edit.change();
    edit = new ClusterEdit(change.state());
    return change;
  }

  /** Everything as one step, as after a start. */
  public ClusterChange fresh() {
    ClusterState state = state();
    TreeSet<ServiceRef> all = new TreeSet<>(state.services().keySet());
    all.addAll(state.slices().keySet());
    return new ClusterChange(state, all, true);
  }
}

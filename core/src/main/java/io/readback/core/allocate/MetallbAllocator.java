package io.readback.core.allocate;

import io.readback.core.model.ClusterState;
import io.readback.core.model.Dialect;
import io.readback.core.model.MetallbPool;
import io.readback.core.model.Namespace;
import io.readback.core.model.Service;
import io.readback.core.model.ServiceRef;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pcollections.TreePMap;

/** Gives VIPs as MetalLB's controller does, in the order of names where MetalLB's is random. */
final class MetallbAllocator extends DialectAllocator<MetallbHolding> {
  private TreePMap<String, MetallbPool> configured = TreePMap.empty();
  private TreePMap<String, Namespace> namespaces = TreePMap.empty();
  private SortedMap<String, String> overlapping = new TreeMap<>();
  private MetallbBook book = new MetallbBook(ClusterState.EMPTY, PoolOverlaps.NONE);

  MetallbAllocator(Map<ServiceRef, List<Vip>> remembered) {
    super(Dialect.METALLB, remembered);
  }

  /** Labels of namespaces count as a part of the pools, since pools select by them. */
  @Override
  boolean takePools(ClusterState state, PoolOverlaps overlaps) {
    TreePMap<String, MetallbPool> pools = state.metallb().pools();
    boolean same =
        (configured == pools || configured.equals(pools))
            && (namespaces == state.namespaces()
                || configured.isEmpty()
                || namespaces.equals(state.namespaces()))
            && overlapping.equals(overlaps.metallb());
    namespaces = state.namespaces();
    if (same) {
      return false;
    }
    configured = pools;
    overlapping = overlaps.metallb();
    book = new MetallbBook(state, overlaps);
    return true;
  }

  @Override
  boolean isDormant() {
    return book.isEmpty();
  }

  @Override
  MetallbHolding hold(Service service) {
    return new MetallbHolding(MetallbRequest.of(service));
  }

  @Override
  void ask(MetallbHolding holding, Service service) {
    holding.request(MetallbRequest.of(service));
  }

  @Override
  boolean askAnew(MetallbHolding holding, Service service) {
    MetallbRequest request = MetallbRequest.of(service);
    boolean othersMayGain =
        !request.sharing().key().isEmpty()
            || !request.sharing().equals(holding.request().sharing())
            || !request.ports().equals(holding.request().ports());
    book.rekey(holding, request);
    return othersMayGain;
  }

  @Override
  boolean releaseIllegal(MetallbHolding holding) {
    return book.review(holding);
  }

  @Override
  void adopt(MetallbHolding holding, List<Vip> had) {
    book.adopt(holding, had);
  }

  @Override
  boolean mayHelp(MetallbHolding holding) {
    return book.mayHelp(holding);
  }

  @Override
  void satisfy(MetallbHolding holding) {
    book.satisfy(holding);
  }

  @Override
  void releaseAll(MetallbHolding holding) {
    book.drop(holding);
  }

  @Override
  List<MetallbHolding> disturbed() {
    return book.disturbed();
  }

  @Override
  boolean hasReleased() {
    return book.hasReleased();
  }

  @Override
  List<Vip> shownInStatus(MetallbHolding holding) {
    return holding.request().shownInStatus().stream().map(ip -> new Vip(ip, "")).toList();
  }

  @Override
  List<PoolUsage> usages() {
    return book.usages();
  }
}

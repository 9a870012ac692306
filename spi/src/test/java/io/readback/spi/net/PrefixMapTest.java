package io.readback.spi.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PrefixMapTest {
  /** One step: map the prefix to the value, or remove it when the value is negative. */
  record Step(IpPrefix prefix, int value) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    // Few distinct bits, so that prefixes nest, collide and share forks.
    Arbitrary<IpPrefix> ipv4 =
        Combinators.combine(
                Arbitraries.integers().between(0, 15), Arbitraries.of(0, 1, 4, 5, 6, 8, 30, 31, 32))
            .as((bits, length) -> IpPrefix.containing(IpAddress.ofIpv4(bits << 28 | bits), length));
    Arbitrary<IpPrefix> ipv6 =
        Combinators.combine(
                Arbitraries.integers().between(0, 15), Arbitraries.of(0, 3, 63, 64, 65, 127, 128))
            .as(
                (bits, length) ->
                    IpPrefix.containing(
                        IpAddress.ofBits(
                            AddressFamily.IPV6, (long) bits << 60 | bits, (long) bits << 62 | bits),
                        length));
    Arbitrary<IpPrefix> prefixes = Arbitraries.oneOf(ipv4, ipv6);
    return Combinators.combine(prefixes, Arbitraries.integers().between(-3, 4))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  private static PrefixMap<Integer> apply(
      PrefixMap<Integer> map, List<Step> steps, TreeMap<IpPrefix, Integer> model) {
    for (Step step : steps) {
      if (step.value() < 0) {
        map = map.without(step.prefix());
        model.remove(step.prefix());
      } else {
        map = map.with(step.prefix(), step.value());
        model.put(step.prefix(), step.value());
      }
    }
    return map;
  }

  @Property
  void withAndWithout_anySequence_agreesWithASortedMap(@ForAll("steps") List<Step> steps) {
    TreeMap<IpPrefix, Integer> model = new TreeMap<>();
    PrefixMap<Integer> map = apply(PrefixMap.empty(), steps, model);

    assertThat(map.size()).isEqualTo(model.size());
    assertThat(map.keys()).isEqualTo(new ArrayList<>(model.keySet()));
    for (AddressFamily family : AddressFamily.values()) {
      List<IpPrefix> keys = model.keySet().stream().filter(p -> p.family() == family).toList();
      assertThat(map.size(family)).isEqualTo(keys.size());
      assertThat(map.only(family).keys()).isEqualTo(keys);
      assertThat(map.only(family).size()).isEqualTo(keys.size());
    }
    model.forEach((prefix, value) -> assertThat(map.get(prefix)).isEqualTo(value));
    assertThat(map).isEqualTo(PrefixMap.of(model));
    assertThat(map.hashCode()).isEqualTo(PrefixMap.of(model).hashCode());
    for (Step step : steps) {
      assertThat(map.containsKey(step.prefix())).isEqualTo(model.containsKey(step.prefix()));
      assertThat(map.coveredBy(step.prefix()).keys())
          .isEqualTo(model.keySet().stream().filter(step.prefix()::covers).toList());
      IpAddress address = step.prefix().last();
      assertThat(map.longestMatch(address).map(Map.Entry::getKey))
          .isEqualTo(
              model.keySet().stream()
                  .filter(p -> p.contains(address))
                  .max((a, b) -> Integer.compare(a.length(), b.length())));
    }
  }

  @Property
  void changes_betweenAnyTwoVersions_leadFromOneToTheOther(
      @ForAll("steps") List<Step> before, @ForAll("steps") List<Step> after) {
    TreeMap<IpPrefix, Integer> model = new TreeMap<>();
    PrefixMap<Integer> from = apply(PrefixMap.empty(), before, model);
    TreeMap<IpPrefix, Integer> fromModel = new TreeMap<>(model);
    PrefixMap<Integer> descendant = apply(from, after, model);
    PrefixMap<Integer> stranger = PrefixMap.of(model);

    for (PrefixMap<Integer> to : List.of(descendant, stranger)) {
      TreeMap<IpPrefix, Integer> replayed = new TreeMap<>(fromModel);
      List<IpPrefix> order = new ArrayList<>();
      PrefixMap.changes(
          from,
          to,
          new PrefixMap.ChangeVisitor<Integer>() {
            @Override
            public void added(IpPrefix prefix, Integer value) {
              assertThat(replayed.put(prefix, value)).isNull();
              order.add(prefix);
            }

            @Override
            public void removed(IpPrefix prefix, Integer value) {
              assertThat(replayed.remove(prefix)).isEqualTo(value);
              order.add(prefix);
            }

            @Override
            public void changed(IpPrefix prefix, Integer old, Integer value) {
              assertThat(old).isNotEqualTo(value);
              assertThat(replayed.put(prefix, value)).isEqualTo(old);
              order.add(prefix);
            }
          });
      assertThat(replayed).isEqualTo(model);
      assertThat(order).isSorted();
    }
  }

  @Test
  void changes_oneOfManyChanged_visitsOnlyThat() {
    PrefixMap<Integer> from = PrefixMap.empty();
    for (int i = 0; i < 10_000; i++) {
      from = from.with(IpAddress.ofIpv4(0x0a000000 + i).toPrefix(), 1);
    }
    IpPrefix one = IpPrefix.parse("10.0.3.7/32");
    List<IpPrefix> seen = new ArrayList<>();
    PrefixMap.changes(
        from,
        from.with(one, 2),
        new PrefixMap.ChangeVisitor<Integer>() {
          @Override
          public void added(IpPrefix prefix, Integer value) {
            seen.add(prefix);
          }

          @Override
          public void removed(IpPrefix prefix, Integer value) {
            seen.add(prefix);
          }

          @Override
          public void changed(IpPrefix prefix, Integer before, Integer after) {
            seen.add(prefix);
          }
        });
    assertThat(seen).containsExactly(one);
  }

  @Test
  void without_lastEntry_isTheEmptyMap() {
    IpPrefix prefix = IpPrefix.parse("10.0.0.0/8");
    PrefixMap<Integer> map = PrefixMap.<Integer>empty().with(prefix, 1);
    assertThat(map.without(prefix)).isSameAs(PrefixMap.empty());
    assertThat(map.with(prefix, map.get(prefix))).isSameAs(map);
    assertThat(map.without(IpPrefix.parse("10.0.0.0/9"))).isSameAs(map);
  }
}

package io.readback.core.model;

import io.readback.spi.net.IpAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A router to read back from ({@code readback.io/v1alpha1} Router), or a link: what nodes answer
 * for there takes the place of what a router has installed.
 *
 * @param addresses what our speakers know it by, at least one; none: it is a link
 * @param interval between looks when nothing changes
 */
public record RouterConfig(
    String name,
    List<IpAddress> addresses,
    Duration interval,
    List<Glass> lookingGlasses,
    Origin origin) {
  /** The type of the looking glasses that ask a link. */
  public static final String LINK = "link";

  public RouterConfig {
    addresses = List.copyOf(addresses);
    lookingGlasses = List.copyOf(lookingGlasses);
  }

  /** Whether it is a link, which no session leads to. */
  public boolean isLink() {
    return addresses.isEmpty();
  }

  /** The interface that leads to the link; empty where none is named. */
  public String linkInterface() {
    return lookingGlasses.stream()
        .filter(g -> g.type().equals(LINK))
        .map(g -> g.texts().getOrDefault("interface", ""))
        .findFirst()
        .orElse("");
  }

  /**
   * A way to read it.
   *
   * @param type names the plugin part
   * @param texts scalar settings by dotted name, such as {@code ssh.port}; those under {@code
   *     settings:} stand at the top
   * @param secrets references by dotted name, such as {@code ssh.secretRef}
   */
  public record Glass(
      String type,
      SortedMap<String, String> texts,
      SortedMap<String, SecretRef> secrets,
      Origin origin) {
    public Glass {
      texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
      secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
    }
  }
}

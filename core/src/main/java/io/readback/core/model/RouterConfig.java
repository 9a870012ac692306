package io.readback.core.model;

import io.readback.spi.net.IpAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A router to read back from ({@code readback.io/v1alpha1} Router).
 *
 * @param addresses what our speakers know it by, at least one
 * @param interval between looks when nothing changes
 */
public record RouterConfig(
    String name,
    List<IpAddress> addresses,
    Duration interval,
    List<Glass> lookingGlasses,
    Origin origin) {
  public RouterConfig {
    addresses = List.copyOf(addresses);
    lookingGlasses = List.copyOf(lookingGlasses);
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

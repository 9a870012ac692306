package io.readback.core.model;

import io.readback.spi.Secret;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** A Secret: decoded values by data key. */
public record SecretData(
    SecretRef ref, String type, SortedMap<String, Secret> data, Origin origin) {
  public SecretData {
    data = Collections.unmodifiableSortedMap(new TreeMap<>(data));
  }
}

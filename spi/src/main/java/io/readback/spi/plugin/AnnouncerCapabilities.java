package io.readback.spi.plugin;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.target.TargetKind;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What an announcer can do. What is not said here is not asked of it. */
public final class AnnouncerCapabilities {
  private final Set<TargetKind> kinds;
  private final Set<AddressFamily> families;
  private final boolean retain;

  private AnnouncerCapabilities(
      Set<TargetKind> kinds, Set<AddressFamily> families, boolean retain) {
    this.kinds = kinds;
    this.families = families;
    this.retain = retain;
  }

  /** Can serve targets of these kinds with routes of these families. */
  public static AnnouncerCapabilities of(Set<TargetKind> kinds, Set<AddressFamily> families) {
    return new AnnouncerCapabilities(
        Collections.unmodifiableSet(EnumSet.copyOf(kinds)),
        Collections.unmodifiableSet(EnumSet.copyOf(families)),
        false);
  }

  /** The same, and {@link StopIntent#RETAIN} leaves routes in place. */
  public AnnouncerCapabilities withRetain() {
    return new AnnouncerCapabilities(kinds, families, true);
  }

  public Set<TargetKind> kinds() {
    return kinds;
  }

  public Set<AddressFamily> families() {
    return families;
  }

  public boolean retain() {
    return retain;
  }
}

package io.readback.core.source;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** What is known of one manifest file between looks. For one thread. */
final class TrackedFile {
  /** The stamp of the content read last; empty: read it at the next look. */
  private Optional<FolderScan.Stamp> stamp = Optional.empty();

  private byte[] good = new byte[0];
  private Instant goodSince = Instant.EPOCH;
  private Optional<byte[]> doubtful = Optional.empty();
  private long doubtfulSince;
  private OptionalLong absentSince = OptionalLong.empty();

  Optional<FolderScan.Stamp> stamp() {
    return stamp;
  }

  void sawStamp(FolderScan.Stamp seen) {
    stamp = Optional.of(seen);
  }

  /** Has the file read at the next look, whatever its stamp. */
  void forgetStamp() {
    stamp = Optional.empty();
  }

  /** The content that has effect, and when it was read. */
  void accept(byte[] content, Instant now) {
    good = content;
    goodSince = now;
    doubtful = Optional.empty();
  }

  boolean isGood(byte[] content) {
    return Arrays.equals(good, content);
  }

  byte[] good() {
    return good;
  }

  Instant goodSince() {
    return goodSince;
  }

  /**
   * Whether the content looks like the first part of a file that is being written: nothing, a part
   * of the good version, or ending in mid-line where the good version does not.
   */
  boolean looksUnfinished(byte[] content) {
    if (good.length == 0) {
      return false;
    }
    if (content.length == 0) {
      return true;
    }
    boolean beginning =
        content.length < good.length
            && Arrays.equals(content, 0, content.length, good, 0, content.length);
    return beginning || good[good.length - 1] == '\n' && content[content.length - 1] != '\n';
  }

  /** Since when this content has been in doubt, at clock reading {@code now}. */
  long doubt(byte[] content, long now) {
    if (doubtful.isEmpty() || !Arrays.equals(doubtful.get(), content)) {
      doubtful = Optional.of(content);
      doubtfulSince = now;
    }
    return doubtfulSince;
  }

  void doubtNoMore() {
    doubtful = Optional.empty();
  }

  boolean isDoubtful() {
    return doubtful.isPresent();
  }

  /** Since when the file has been absent, at clock reading {@code now}. */
  long absent(long now) {
    if (absentSince.isEmpty()) {
      absentSince = OptionalLong.of(now);
    }
    return absentSince.getAsLong();
  }

  void present() {
    absentSince = OptionalLong.empty();
  }

  boolean isAbsent() {
    return absentSince.isPresent();
  }
}

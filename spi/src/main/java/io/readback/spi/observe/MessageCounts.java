package io.readback.spi.observe;

/**
 * Messages of one direction.
 *
 * @param octets of whole messages, headers included
 */
public record MessageCounts(
    long open, long update, long notification, long keepalive, long routeRefresh, long octets) {
  public static final MessageCounts NONE = new MessageCounts(0, 0, 0, 0, 0, 0);

  /** Messages of all types. */
  public long total() {
    return open + update + notification + keepalive + routeRefresh;
  }
}

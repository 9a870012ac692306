package io.readback.core.allocate;

/**
 * A condition as Kubernetes objects carry it in their status, without its times.
 *
 * @param type for example {@code cilium.io/IPAMRequestSatisfied}
 * @param reason one word for machines
 * @param message for people; may be empty
 */
public record Condition(String type, Status status, String reason, String message) {
  /** The three values Kubernetes knows. */
  public enum Status {
    TRUE,
    FALSE,
    UNKNOWN;

    /** {@code True}, {@code False} or {@code Unknown}, as Kubernetes writes it. */
    @Override
    public String toString() {
      return switch (this) {
        case TRUE -> "True";
        case FALSE -> "False";
        case UNKNOWN -> "Unknown";
      };
    }
  }

  /** {@code type=status reason: message} */
  @Override
  public String toString() {
    return type + "=" + status + " " + reason + (message.isEmpty() ? "" : ": " + message);
  }
}

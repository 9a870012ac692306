package io.readback.app.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An element of {@code drains}; the same without sessions in {@code bgp peers}.
 *
 * @param what {@code agent}, {@code node}, {@code peer} or {@code service}
 * @param name of the node, {@code instance/peer}, or {@code namespace/name} of the Service
 * @param state {@code draining} or {@code drained}; in events {@code ended} too
 * @param since ISO 8601; null: since before the agent started
 * @param withdrawsAt ISO 8601; null: the routes are withdrawn
 * @param reason who asked for it, in words
 * @param undo how traffic comes back, in words
 * @param sessions those concerned, as {@code instance/peer}
 */
public record DrainRow(
    String what,
    String name,
    String state,
    @Nullable String since,
    @Nullable String withdrawsAt,
    String reason,
    String undo,
    List<String> sessions) {
  /** The same, undone. */
  DrainRow ended() {
    return new DrainRow(what, name, "ended", since, null, reason, undo, sessions);
  }

  /** One line for the log. */
  public String describe() {
    String text = what.equals("agent") ? "the agent of " + name : what + " " + name;
    return switch (state) {
      case "draining" ->
          text + " is drained, as " + reason + ": routes are withdrawn at " + withdrawsAt;
      case "drained" -> text + " is drained, as " + reason + ": routes are withdrawn";
      default -> text + " is drained no more";
    };
  }
}

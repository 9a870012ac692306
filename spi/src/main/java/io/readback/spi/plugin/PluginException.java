package io.readback.spi.plugin;

import org.jspecify.annotations.Nullable;

/**
 * A call that a plugin could not carry out. The message is one line for a person and holds no
 * secret.
 */
public final class PluginException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * What sort of failure. All are tried again with back-off; the kinds that wait for an operator
   * are tried slowly.
   */
  public enum Kind {
    UNREACHABLE(false),
    TIMEOUT(false),
    /** The other side answered in a way that cannot be understood or was incomplete. */
    PROTOCOL(false),
    RESOURCE(false),
    INTERNAL(false),
    AUTHENTICATION(true),
    HOST_KEY(true),
    PERMISSION(true),
    UNSUPPORTED(true);

    private final boolean needsOperator;

    Kind(boolean needsOperator) {
      this.needsOperator = needsOperator;
    }

    public boolean needsOperator() {
      return needsOperator;
    }
  }

  private final Kind kind;

  public PluginException(Kind kind, String message) {
    this(kind, message, null);
  }

  public PluginException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}

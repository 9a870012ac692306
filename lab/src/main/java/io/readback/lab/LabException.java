package io.readback.lab;

/**
 * The lab could not do what a test asked for: a tool is missing, a command failed, a deadline
 * passed.
 */
public final class LabException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LabException(String message) {
    super(message);
  }

  public LabException(String message, Throwable cause) {
    super(message, cause);
  }
}

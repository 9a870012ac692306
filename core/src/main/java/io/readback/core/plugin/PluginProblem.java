package io.readback.core.plugin;

/**
 * Why a plugin, or a part of one, is not there.
 *
 * @param source the jar, folder or place it was to come from
 * @param subject the class, plugin or part concerned; may be empty
 * @param message what is wrong and what to do, one or two sentences
 */
public record PluginProblem(String source, String subject, String message) {
  @Override
  public String toString() {
    return source + (subject.isEmpty() ? "" : ": " + subject) + ": " + message;
  }
}

package io.readback.spi.plugin;

import io.readback.spi.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A declared setting. Nested settings are named with dots, as {@code ssh.port}.
 *
 * @param <T> the type of the parsed value
 */
public final class ConfigKey<T> {
  private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h)");

  private final String name;
  private final String description;
  private final boolean required;
  private final Optional<T> fallback;
  private final Function<String, T> parser;
  private final boolean secretReference;
  private final List<ConfigKey<?>> elements;

  private ConfigKey(
      String name,
      String description,
      boolean required,
      Optional<T> fallback,
      Function<String, T> parser,
      boolean secretReference) {
    this(name, description, required, fallback, parser, secretReference, List.of());
  }

  private ConfigKey(
      String name,
      String description,
      boolean required,
      Optional<T> fallback,
      Function<String, T> parser,
      boolean secretReference,
      List<ConfigKey<?>> elements) {
    this.name = name;
    this.description = description;
    this.required = required;
    this.fallback = fallback;
    this.parser = parser;
    this.secretReference = secretReference;
    this.elements = elements;
  }

  /**
   * A setting that must be given. {@code parser} throws IllegalArgumentException saying what is
   * allowed.
   */
  public static <T> ConfigKey<T> required(
      String name, Function<String, T> parser, String description) {
    return new ConfigKey<>(name, description, true, Optional.empty(), parser, false);
  }

  /** A setting with a default. */
  public static <T> ConfigKey<T> optional(
      String name, Function<String, T> parser, T fallback, String description) {
    return new ConfigKey<>(name, description, false, Optional.of(fallback), parser, false);
  }

  /** A setting that may be absent. */
  public static <T> ConfigKey<Optional<T>> absentable(
      String name, Function<String, T> parser, String description) {
    return new ConfigKey<>(
        name,
        description,
        false,
        Optional.of(Optional.<T>empty()),
        text -> Optional.of(parser.apply(text)),
        false);
  }

  /**
   * A reference {@code {namespace, name}} to a Kubernetes Secret, given resolved: the values by
   * their data keys. Values change when the Secret changes: the instance is made anew then.
   */
  public static ConfigKey<Map<String, Secret>> secretReference(String name, String description) {
    return new ConfigKey<>(
        name,
        description,
        false,
        Optional.of(Map.<String, Secret>of()),
        text -> {
          throw new IllegalArgumentException("a reference {namespace, name} to a Secret");
        },
        true);
  }

  /**
   * A list of objects, each with these settings; may be absent. What is written of the first is
   * named {@code name[0].setting}.
   */
  public static ConfigKey<List<Settings>> list(
      String name, List<ConfigKey<?>> elements, String description) {
    return new ConfigKey<>(
        name,
        description,
        false,
        Optional.of(List.<Settings>of()),
        text -> {
          throw new IllegalArgumentException("a list of objects");
        },
        false,
        List.copyOf(elements));
  }

  /** Text as it is. */
  public static String text(String text) {
    return text;
  }

  /** A whole number of 1 to 65535. */
  public static Integer port(String text) {
    int value = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    if (value < 1 || value > 65535) {
      throw new IllegalArgumentException("a port of 1 to 65535");
    }
    return value;
  }

  /** A number with its unit: ms, s, m or h, as in {@code 90s}. A bare number is refused. */
  public static Duration duration(String text) {
    Matcher m = DURATION.matcher(text);
    if (!m.matches() || m.group(1).length() > 9) {
      throw new IllegalArgumentException("a duration with unit ms, s, m or h, such as 90s");
    }
    long n = Long.parseLong(m.group(1));
    return switch (m.group(2)) {
      case "ms" -> Duration.ofMillis(n);
      case "s" -> Duration.ofSeconds(n);
      case "m" -> Duration.ofMinutes(n);
      default -> Duration.ofHours(n);
    };
  }

  public String name() {
    return name;
  }

  /** One sentence for the reference page: meaning, unit, default. */
  public String description() {
    return description;
  }

  public boolean isRequired() {
    return required;
  }

  public boolean isSecretReference() {
    return secretReference;
  }

  /** The settings of each element of a list; empty: this is none. */
  public List<ConfigKey<?>> elements() {
    return elements;
  }

  /** The value when none is given. */
  public Optional<T> fallback() {
    return fallback;
  }

  /** Parses a given value. */
  public T parse(String text) {
    return parser.apply(text);
  }
}

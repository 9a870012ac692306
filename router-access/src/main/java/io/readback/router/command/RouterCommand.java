package io.readback.router.command;

import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.regex.Pattern;

/**
 * One command of a router's own command line. Put together from words that an enum fixes and from
 * typed values that are rendered anew, so that nothing read from a manifest or a router can become
 * part of it. A router's command line takes a newline inside an argument for the end of a command,
 * and {@code |} for a filter; neither passes.
 */
public final class RouterCommand {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9 ./:-]{1,200}");

  private final String text;

  private RouterCommand(String text) {
    this.text = text;
  }

  /** Starts with words. */
  public static <W extends Enum<W> & RouterWords> Builder of(W words) {
    return new Builder().words(words);
  }

  /** The command as a person types it at the router's prompt. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof RouterCommand other && text.equals(other.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  /** Adds words and values from left to right. */
  public static final class Builder {
    private final StringBuilder text = new StringBuilder();

    private Builder() {}

    public <W extends Enum<W> & RouterWords> Builder words(W words) {
      return add(words.words());
    }

    public Builder prefix(IpPrefix prefix) {
      return add(prefix.toString());
    }

    public Builder address(IpAddress address) {
      return add(address.toString());
    }

    public Builder name(RouterName name) {
      return add(name.text());
    }

    private Builder add(String part) {
      if (text.length() > 0) {
        text.append(' ');
      }
      text.append(part);
      return this;
    }

    /**
     * The command.
     *
     * @throws IllegalStateException when a word holds a character outside {@code [A-Za-z0-9 ./:-]}
     */
    public RouterCommand build() {
      String command = text.toString();
      if (!ALLOWED.matcher(command).matches()) {
        throw new IllegalStateException("not a command for a router: '" + command + "'");
      }
      return new RouterCommand(command);
    }
  }
}

package io.readback.spi.target;

import java.util.Optional;

/** What one side of an external session is to the other, RFC 9234 section 4. */
public enum BgpRole {
  PROVIDER("provider"),
  ROUTE_SERVER("rs"),
  ROUTE_SERVER_CLIENT("rs-client"),
  CUSTOMER("customer"),
  PEER("peer");

  private final String text;

  BgpRole(String text) {
    this.text = text;
  }

  /** The value in the capability, 0 to 4. */
  public int value() {
    return ordinal();
  }

  /** The role with this value; empty for an unassigned one. */
  public static Optional<BgpRole> of(int value) {
    return value >= 0 && value < values().length ? Optional.of(values()[value]) : Optional.empty();
  }

  /** The role of this name, such as {@code rs-client}; empty for text that names none. */
  public static Optional<BgpRole> named(String name) {
    for (BgpRole role : values()) {
      if (role.text.equals(name)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  /** The only role that the other side may have. */
  public BgpRole opposite() {
    return switch (this) {
      case PROVIDER -> CUSTOMER;
      case CUSTOMER -> PROVIDER;
      case ROUTE_SERVER -> ROUTE_SERVER_CLIENT;
      case ROUTE_SERVER_CLIENT -> ROUTE_SERVER;
      case PEER -> PEER;
    };
  }

  /** {@code provider}, {@code rs}, {@code rs-client}, {@code customer}, {@code peer}. */
  @Override
  public String toString() {
    return text;
  }
}

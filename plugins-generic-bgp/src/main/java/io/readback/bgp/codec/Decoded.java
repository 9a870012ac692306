package io.readback.bgp.codec;

import io.readback.bgp.message.Message;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Update;
import io.readback.spi.net.IpPrefix;
import java.util.List;
import java.util.Optional;

/**
 * What a received message says, or how it must be answered.
 *
 * @param message the message to act on. Of an UPDATE that is treated as withdraw: without announced
 *     routes, all its prefixes withdrawn. Empty for {@link Kind#NOTIFICATION}, and for {@link
 *     Kind#IGNORE} where nothing is left
 * @param answer the NOTIFICATION to send, for {@link Kind#NOTIFICATION}
 * @param discarded types of the attributes that were dropped as RFC 7606 has it, ascending
 * @param reason for a person, why the kind is not {@link Kind#OK}; else empty
 */
public record Decoded(
    Kind kind,
    Optional<Message> message,
    Optional<Notification> answer,
    List<Integer> discarded,
    String reason) {
  /** The ways to go on after a message, weakest first. */
  public enum Kind {
    /** Act on the message. */
    OK,
    /** Nothing to act on, nothing wrong enough to answer. */
    IGNORE,
    /** Act on the message, which lost some attributes (RFC 7606 section 2). */
    ATTRIBUTE_DISCARD,
    /** The announced routes stay out of use: AS loop, own next hop, own originator. */
    NOT_ELIGIBLE,
    /** Act on the message, which now withdraws what it announced (RFC 7606 section 2). */
    TREAT_AS_WITHDRAW,
    /** Send the answer and close. */
    NOTIFICATION;

    /** The name in output, such as {@code treat-as-withdraw}. */
    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  public Decoded {
    discarded = List.copyOf(discarded);
  }

  /** Whether the message broke a rule that has an answer. */
  public boolean isFaulty() {
    return switch (kind) {
      case ATTRIBUTE_DISCARD, TREAT_AS_WITHDRAW, NOTIFICATION -> true;
      case OK, IGNORE, NOT_ELIGIBLE -> false;
    };
  }

  static Decoded ok(Message message) {
    return new Decoded(Kind.OK, Optional.of(message), Optional.empty(), List.of(), "");
  }

  static Decoded ignore(Optional<Message> message, String reason) {
    return new Decoded(Kind.IGNORE, message, Optional.empty(), List.of(), reason);
  }

  static Decoded answer(Notification answer, String reason) {
    return new Decoded(Kind.NOTIFICATION, Optional.empty(), Optional.of(answer), List.of(), reason);
  }

  static Decoded answer(WireException e) {
    return answer(e.answer(), String.valueOf(e.getMessage()));
  }

  /** All prefixes an UPDATE withdraws, those of treat-as-withdraw included. */
  public List<IpPrefix> withdrawn() {
    return message.orElse(null) instanceof Update update
        ? update.unreach().stream().flatMap(u -> u.prefixes().stream()).toList()
        : List.of();
  }
}

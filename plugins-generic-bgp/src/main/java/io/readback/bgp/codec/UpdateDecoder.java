package io.readback.bgp.codec;

import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Update;
import io.readback.bgp.message.UpdateAttributes;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.route.AsPath;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * UPDATE with the error handling of RFC 7606: everything is read as far as it can be, faults are
 * collected, and the strongest treatment decides. One instance a message.
 */
final class UpdateDecoder {
  private static final NlriDecoder.Entries NOTHING = new NlriDecoder.Entries(List.of(), List.of());

  private final byte[] in;
  private final CodecContext context;
  private final AttributeDecoder attributes;
  private final BitSet seen = new BitSet(256);

  private Update.@Nullable Reach mpReach;
  private Update.@Nullable Unreach mpUnreach;

  /** MP_REACH_NLRI or MP_UNREACH_NLRI of a family that was not agreed: passed over. */
  private @Nullable Family foreign;

  /** Whether routes of such a family were announced. */
  private boolean foreignReach;

  /** Whether the attribute list ended within an attribute. */
  private boolean cutOff;

  UpdateDecoder(byte[] in, CodecContext context) {
    this.in = in;
    this.context = context;
    this.attributes = new AttributeDecoder(in, context);
  }

  /** Reads the body between {@code body} and {@code end}, which has at least 4 octets. */
  Decoded decode(int body, int end) {
    int withdrawnEnd = body + 2 + Wire.u16(in, body);
    if (withdrawnEnd + 2 > end) {
      return reset(
          UpdateFault.reset(
              ErrorCode.MALFORMED_ATTRIBUTE_LIST, "withdrawn routes longer than the message"));
    }
    int attributesEnd = withdrawnEnd + 2 + Wire.u16(in, withdrawnEnd);
    if (attributesEnd > end) {
      return reset(
          UpdateFault.reset(
              ErrorCode.MALFORMED_ATTRIBUTE_LIST, "path attributes longer than the message"));
    }
    NlriDecoder.Entries withdrawn = nlri(body + 2, withdrawnEnd, AddressFamily.IPV4);
    NlriDecoder.Entries announced = nlri(attributesEnd, end, AddressFamily.IPV4);
    if (withdrawn == null || announced == null) {
      return reset(
          UpdateFault.reset(
              ErrorCode.INVALID_NETWORK_FIELD,
              (withdrawn == null ? "withdrawn routes" : "NLRI")
                  + " with a prefix length above 32, or cut off"));
    }
    boolean ipv4Agreed = context.families().contains(Family.IPV4_UNICAST);
    if (!ipv4Agreed && !(withdrawn.isEmpty() && announced.isEmpty())) {
      foreign = Family.IPV4_UNICAST;
      foreignReach = !announced.isEmpty();
      withdrawn = NOTHING;
      announced = NOTHING;
    }
    attributes(withdrawnEnd + 2, attributesEnd);
    return conclude(withdrawn, announced);
  }

  private NlriDecoder.@Nullable Entries nlri(int from, int end, AddressFamily family) {
    boolean addPath = context.addPathReceive().contains(Family.unicast(family));
    return NlriDecoder.decode(in, from, end, family, addPath);
  }

  /** Walks the attribute list; stops where an attribute does not fit (RFC 7606 section 4). */
  private void attributes(int from, int end) {
    int at = from;
    while (at < end) {
      int flags = Wire.u8(in, at);
      int header = (flags & AttributeType.EXTENDED_LENGTH) != 0 ? 4 : 3;
      if (end - at < header) {
        cutOff(at, end, "an attribute header is cut off");
        return;
      }
      int type = Wire.u8(in, at + 1);
      int length = header == 4 ? Wire.u16(in, at + 2) : Wire.u8(in, at + 2);
      int value = at + header;
      if (length > end - value) {
        cutOff(at, end, AttributeType.name(type) + " is longer than the attribute list");
        return;
      }
      attribute(flags, type, at, value, value + length);
      at = value + length;
    }
  }

  private void cutOff(int at, int end, String reason) {
    cutOff = true;
    attributes.fault(
        UpdateFault.withdraw(
            ErrorCode.MALFORMED_ATTRIBUTE_LIST, attributes.attributeData(at, end), reason));
  }

  private void attribute(int flags, int type, int start, int value, int end) {
    boolean multiprotocol =
        type == AttributeType.MP_REACH_NLRI || type == AttributeType.MP_UNREACH_NLRI;
    if (seen.get(type)) {
      // RFC 7606 section 3 (g)
      if (multiprotocol) {
        attributes.fault(
            UpdateFault.reset(
                ErrorCode.MALFORMED_ATTRIBUTE_LIST,
                AttributeType.name(type) + " stands in the message twice"));
      } else {
        attributes.discard(type, "a second one");
      }
      return;
    }
    seen.set(type);
    if (!multiprotocol) {
      attributes.attribute(flags, type, start, value, end);
      return;
    }
    if ((flags & AttributeType.OPTIONAL_TRANSITIVE) != AttributeType.OPTIONAL) {
      attributes.fault(
          UpdateFault.withdraw(
              ErrorCode.ATTRIBUTE_FLAGS_ERROR,
              attributes.attributeData(start, end),
              String.format(
                  "%s: flags 0x%02x conflict with the type", AttributeType.name(type), flags)));
    }
    String problem =
        type == AttributeType.MP_REACH_NLRI ? mpReach(value, end) : mpUnreach(value, end);
    if (problem != null) {
      // RFC 4760 section 7, RFC 7606 sections 7.11 and 7.12
      attributes.fault(
          UpdateFault.reset(
              ErrorCode.OPTIONAL_ATTRIBUTE_ERROR,
              attributes.attributeData(start, end),
              AttributeType.name(type) + ": " + problem));
    }
  }

  /** The unicast family at {@code at} where it was agreed; else remembers it as foreign. */
  private Optional<AddressFamily> family(int at) {
    Family family = new Family(Wire.u16(in, at), Wire.u8(in, at + 2));
    Optional<AddressFamily> unicast =
        context.families().contains(family) ? family.unicast() : Optional.empty();
    if (unicast.isEmpty()) {
      foreign = family;
    }
    return unicast;
  }

  /** AFI, SAFI, next hop with its length, a reserved octet, NLRI. Returns what is wrong. */
  private @Nullable String mpReach(int from, int end) {
    if (end - from < 5) {
      return "shorter than 5 octets";
    }
    Optional<AddressFamily> family = family(from);
    if (family.isEmpty()) {
      foreignReach = true;
      return null;
    }
    int hopLength = Wire.u8(in, from + 3);
    int hop = from + 4;
    boolean ofIpv4 = family.get() == AddressFamily.IPV4;
    boolean ofEither = context.extendedNextHop().contains(Family.unicast(family.get()));
    boolean mayBeIpv4 = ofIpv4 || ofEither;
    boolean mayBeIpv6 = !ofIpv4 || ofEither;
    boolean expected =
        hopLength == 4 && mayBeIpv4 || (hopLength == 16 || hopLength == 32) && mayBeIpv6;
    if (!expected) {
      return "a next hop of " + hopLength + " octets was not to be expected";
    }
    if (hop + hopLength + 1 > end) {
      return "the next hop is cut off";
    }
    NlriDecoder.Entries entries = nlri(hop + hopLength + 1, end, family.get());
    if (entries == null) {
      return "NLRI with a prefix length above " + family.get().bits() + ", or cut off";
    }
    IpAddress nextHop = hopLength == 4 ? Wire.ipv4(in, hop) : Wire.ipv6(in, hop);
    Optional<IpAddress> linkLocal =
        Optional.ofNullable(hopLength == 32 ? Wire.ipv6(in, hop + 16) : null)
            .filter(IpAddress::isLinkLocal);
    if (nextHop.isUnspecified() && linkLocal.isPresent()) {
      // Seen from peers without a global address on the link.
      nextHop = linkLocal.get();
    }
    mpReach =
        new Update.Reach(
            Family.unicast(family.get()),
            nextHop,
            linkLocal,
            entries.prefixes(),
            entries.pathIds());
    return null;
  }

  private @Nullable String mpUnreach(int from, int end) {
    if (end - from < 3) {
      return "shorter than 3 octets";
    }
    Optional<AddressFamily> family = family(from);
    if (family.isEmpty()) {
      return null;
    }
    NlriDecoder.Entries entries = nlri(from + 3, end, family.get());
    if (entries == null) {
      return "NLRI with a prefix length above " + family.get().bits() + ", or cut off";
    }
    mpUnreach =
        new Update.Unreach(Family.unicast(family.get()), entries.prefixes(), entries.pathIds());
    return null;
  }

  private Decoded conclude(NlriDecoder.Entries withdrawn, NlriDecoder.Entries announced) {
    boolean reaches = !announced.isEmpty() || mpReach != null && !mpReach.prefixes().isEmpty();
    if (reaches) {
      checkMandatory(!announced.isEmpty());
      checkNextHops(!announced.isEmpty());
      checkFirstAs();
    }
    UpdateFault fault = attributes.fault();
    if (fault != null && mustReset(fault, reaches)) {
      return reset(fault);
    }
    List<Update.Reach> reach = new ArrayList<>(2);
    List<Update.Unreach> unreach = new ArrayList<>(2);
    if (!withdrawn.isEmpty()) {
      unreach.add(unreach(withdrawn));
    }
    if (mpUnreach != null) {
      unreach.add(mpUnreach);
    }
    IpAddress nextHop = attributes.nextHop();
    if (fault != null && fault.treatment() == UpdateFault.Treatment.TREAT_AS_WITHDRAW) {
      return treatAsWithdraw(fault, announced, unreach);
    }
    if (!announced.isEmpty() && nextHop != null) {
      reach.add(
          new Update.Reach(
              Family.IPV4_UNICAST,
              nextHop,
              Optional.empty(),
              announced.prefixes(),
              announced.pathIds()));
    }
    if (mpReach != null && !mpReach.prefixes().isEmpty()) {
      reach.add(mpReach);
    }
    UpdateAttributes all = attributes.finish();
    Update update = new Update(reach, unreach, reaches ? all : UpdateAttributes.NONE);
    return judge(update, all, fault);
  }

  /** IPv4 prefixes of the classic fields. */
  private static Update.Unreach unreach(NlriDecoder.Entries entries) {
    return new Update.Unreach(Family.IPV4_UNICAST, entries.prefixes(), entries.pathIds());
  }

  /** What stands in a message without faults that matter. */
  private Decoded judge(Update update, UpdateAttributes all, @Nullable UpdateFault fault) {
    List<Integer> discarded = List.copyOf(attributes.discarded());
    if (!update.reach().isEmpty()) {
      Optional<String> loop =
          RouteRules.ineligible(update, all, attributes.onlyToCustomer(), context);
      if (loop.isPresent()) {
        return new Decoded(
            Decoded.Kind.NOT_ELIGIBLE,
            Optional.of(update),
            Optional.empty(),
            discarded,
            loop.get());
      }
    }
    if (foreign != null && update.reach().isEmpty() && update.unreach().isEmpty()) {
      return Decoded.ignore(Optional.empty(), "routes of " + foreign + ", which was not agreed");
    }
    if (fault != null) {
      return new Decoded(
          Decoded.Kind.ATTRIBUTE_DISCARD,
          Optional.of(update),
          Optional.empty(),
          discarded,
          fault.reason());
    }
    return Decoded.ok(update);
  }

  private Decoded treatAsWithdraw(
      UpdateFault fault, NlriDecoder.Entries announced, List<Update.Unreach> unreach) {
    if (!announced.isEmpty()) {
      unreach.add(unreach(announced));
    }
    if (mpReach != null && !mpReach.prefixes().isEmpty()) {
      unreach.add(new Update.Unreach(mpReach.family(), mpReach.prefixes(), mpReach.pathIds()));
    }
    if (unreach.isEmpty() && foreign != null) {
      return Decoded.ignore(
          Optional.empty(), "routes of " + foreign + ", which was not agreed; " + fault.reason());
    }
    return new Decoded(
        Decoded.Kind.TREAT_AS_WITHDRAW,
        Optional.of(new Update(List.of(), unreach, UpdateAttributes.NONE)),
        Optional.empty(),
        List.copyOf(attributes.discarded()),
        fault.reason());
  }

  /**
   * Whether nothing weaker than a session reset will do: also where routes should be withdrawn but
   * the message has attributes and no routes to be found (RFC 7606 section 5.2). Routes of a family
   * that was not agreed were found, and are of no interest.
   */
  private boolean mustReset(UpdateFault fault, boolean reaches) {
    return switch (fault.treatment()) {
      case SESSION_RESET -> true;
      case ATTRIBUTE_DISCARD -> false;
      case TREAT_AS_WITHDRAW -> {
        int unreachable = seen.get(AttributeType.MP_UNREACH_NLRI) ? 1 : 0;
        boolean otherAttributes = cutOff || seen.cardinality() > unreachable;
        yield !reaches && !foreignReach && otherAttributes;
      }
    };
  }

  /** RFC 7606 section 3 (d). */
  private void checkMandatory(boolean classic) {
    checkPresent(AttributeType.ORIGIN, true);
    checkPresent(AttributeType.AS_PATH, true);
    checkPresent(AttributeType.NEXT_HOP, classic);
    checkPresent(AttributeType.LOCAL_PREF, !context.ebgp());
  }

  private void checkPresent(int type, boolean required) {
    if (required && !seen.get(type)) {
      attributes.fault(
          UpdateFault.withdraw(
              ErrorCode.MISSING_WELL_KNOWN_ATTRIBUTE, AttributeType.name(type) + " is missing"));
    }
  }

  /** A next hop must be the address of a host (RFC 4271 section 6.3). */
  private void checkNextHops(boolean classic) {
    IpAddress nextHop = attributes.nextHop();
    if (classic && nextHop != null && !RouteRules.isHost(nextHop, context)) {
      invalidNextHop(nextHop);
    }
    if (mpReach != null && !RouteRules.isHost(mpReach.nextHop(), context)) {
      invalidNextHop(mpReach.nextHop());
    }
  }

  private void invalidNextHop(IpAddress nextHop) {
    attributes.fault(
        UpdateFault.withdraw(
            ErrorCode.INVALID_NEXT_HOP, "next hop " + nextHop + " is not the address of a host"));
  }

  private void checkFirstAs() {
    AsPath path = attributes.asPath();
    if (path != null && !RouteRules.firstAsFits(path, context)) {
      attributes.fault(
          UpdateFault.withdraw(
              ErrorCode.MALFORMED_AS_PATH,
              "AS_PATH does not begin with the peer's AS " + context.peerAs()));
    }
  }

  private static Decoded reset(UpdateFault fault) {
    return Decoded.answer(fault.fallback(), fault.reason());
  }
}

package io.readback.bgp.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.readback.bgp.codec.CodecContext;
import io.readback.bgp.codec.Decoded;
import io.readback.bgp.codec.MessageDecoder;
import io.readback.bgp.codec.MessageEncoder;
import io.readback.bgp.codec.WireException;
import io.readback.bgp.fsm.FsmEffect;
import io.readback.bgp.fsm.FsmEvent;
import io.readback.bgp.fsm.FsmEventType;
import io.readback.bgp.fsm.FsmState;
import io.readback.bgp.fsm.FsmStep;
import io.readback.bgp.fsm.SessionFsm;
import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Keepalive;
import io.readback.bgp.message.Message;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Octets;
import io.readback.bgp.message.Open;
import io.readback.bgp.message.RouteRefresh;
import io.readback.bgp.message.Update;
import io.readback.spi.net.IpAddress;
import io.readback.spi.observe.SessionState;
import io.readback.spi.target.BgpSession;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a peer with its state machine: turns what the socket and the timers say into
 * events, and carries out the effects. Lives on the speaker's event loop.
 *
 * <p>Longer than most classes: socket, timers and state machine meet here and nowhere else.
 */
final class Connection {
  /** How long after a failed write the end of the input is waited for. */
  private static final long LAST_READ_MILLIS = 500;

  /** Of a message that is kept to be shown. */
  private static final int SHOWN_OCTETS = 4096;

  private static final byte[] KEEPALIVE = MessageEncoder.encode(Keepalive.INSTANCE);

  private final Peer peer;
  private final SessionFsm fsm;
  private final SessionTimers timers;
  private final Deque<FsmEvent> events = new ArrayDeque<>();
  private FsmState state;
  private boolean working;
  private boolean outgoing;
  private @Nullable SocketChannel channel;
  private CodecContext context;
  private @Nullable Negotiation negotiation;
  private @Nullable SendHold sendHold;

  /** Our OPEN on this connection, once it is sent. */
  private @Nullable Open opened;

  /** The UPDATE or ROUTE-REFRESH being processed. */
  private @Nullable Decoded current;

  private Octets openReceived = Octets.EMPTY;

  /** The event being processed. */
  private @Nullable FsmEvent ending;

  /** Whether the peer's NOTIFICATION was a Hard Reset (RFC 8538). */
  private boolean hardReset;

  /** The message being processed, as hexadecimal digits. */
  private @Nullable Supplier<String> processed;

  private Optional<Notification> lastSent = Optional.empty();

  Connection(Peer peer, FsmState initial, boolean outgoing) {
    this.peer = peer;
    this.fsm = new SessionFsm(peer.fsmSettings());
    this.timers = new SessionTimers(peer.loop(), peer.random(), timer -> on(timer.expiry()));
    this.state = initial;
    this.outgoing = outgoing;
    this.context = Negotiation.beforeOpen(peer.session());
  }

  SessionState state() {
    return state.state();
  }

  FsmState fsmState() {
    return state;
  }

  /** Whether we initiated it. */
  boolean outgoing() {
    return outgoing;
  }

  @Nullable Negotiation negotiation() {
    return negotiation;
  }

  @Nullable SocketChannel channel() {
    return channel;
  }

  /** Takes over a connection that the peer initiated. */
  void accept(SocketChannel accepted) {
    attach(accepted);
    on(FsmEventType.TCP_CONNECTION_CONFIRMED);
  }

  void on(FsmEventType type) {
    on(FsmEvent.of(type));
  }

  /** Feeds the state machine; events that arise meanwhile wait their turn. */
  void on(FsmEvent event) {
    events.add(event);
    if (working) {
      return;
    }
    working = true;
    try {
      FsmEvent next;
      while ((next = events.poll()) != null) {
        FsmState before = state;
        if (next.type() == FsmEventType.HOLD_TIMER_EXPIRES) {
          peer.journal().reason("nothing was heard for " + state.holdTime() + " s");
        } else if (next.type() == FsmEventType.CONNECT_RETRY_TIMER_EXPIRES
            && state.state() == SessionState.CONNECT) {
          peer.journal().failed(SessionFaults.noAnswer(peer.now(), peer.reached()));
        }
        FsmStep step = fsm.on(state, next);
        state = step.state();
        ending = next;
        step.effects().forEach(this::perform);
        if (before.state() != state.state()) {
          peer.stateChanged(this, before.state(), next.type(), processedHex());
        }
      }
    } finally {
      working = false;
    }
    peer.settle();
  }

  /** The message that the present event comes from; empty where it does not come from one. */
  private String processedHex() {
    Supplier<String> hex = processed;
    return hex == null ? "" : hex.get();
  }

  /** The peer's OPEN, from its header on; empty before it came. */
  Octets openReceived() {
    return openReceived;
  }

  /** Both ends, as far as they are known. */
  SessionEnds ends() {
    SocketChannel now = channel;
    Negotiation agreed = negotiation;
    InetSocketAddress local = now == null ? null : now.localAddress();
    InetSocketAddress remote = now == null ? null : now.remoteAddress();
    BgpSession session = peer.session();
    return new SessionEnds(
        session.localAsn(),
        agreed == null ? session.peerAsn() : agreed.received().asn(),
        local == null ? unspecified(session.peerAddress()) : address(local),
        local == null ? 0 : local.getPort(),
        remote == null ? session.peerAddress() : address(remote),
        remote == null ? session.peerPort() : remote.getPort(),
        agreed == null || agreed.fourOctetAs(),
        !context.addPathReceive().isEmpty(),
        agreed != null && !agreed.encoding().addPath().isEmpty());
  }

  private static IpAddress unspecified(IpAddress like) {
    return IpAddress.ofBits(like.family(), 0, 0);
  }

  private void perform(FsmEffect effect) {
    if (effect instanceof FsmEffect.StartTimer e) {
      timers.start(e.timer(), e.time());
    } else if (effect instanceof FsmEffect.Deliver) {
      deliver();
    } else if (effect instanceof FsmEffect.StopTimer e) {
      timers.stop(e.timer());
    } else if (effect instanceof FsmEffect.StopAllTimers) {
      timers.stopAll();
    } else if (effect instanceof FsmEffect.Connect) {
      connect();
    } else if (effect instanceof FsmEffect.SendOpen) {
      write(MessageEncoder.encode(ourOpen()));
    } else if (effect instanceof FsmEffect.SendKeepalive) {
      write(KEEPALIVE);
    } else if (effect instanceof FsmEffect.SendNotification e) {
      lastSent = Optional.of(e.notification());
      peer.sent(e.notification(), processedHex());
    } else if (effect instanceof FsmEffect.CloseTransport) {
      close();
    } else if (effect instanceof FsmEffect.SessionUp e) {
      up(e);
    } else if (effect instanceof FsmEffect.SessionDown) {
      peer.down(leavesRoutes() ? terms() : Optional.empty());
    }
  }

  /** One and the same for as long as the connection lasts. */
  private Open ourOpen() {
    Open open = opened;
    if (open == null) {
      open = peer.opening().message(peer.session());
      opened = open;
    }
    return open;
  }

  private Optional<RestartTerms> terms() {
    return Optional.ofNullable(negotiation).map(Negotiation::restartTerms);
  }

  /** Whether the peer of a session that ends now may come back for its routes. */
  private boolean leavesRoutes() {
    Negotiation agreed = negotiation;
    FsmEvent event = ending;
    if (agreed == null || event == null) {
      return false;
    }
    boolean notified = agreed.notificationRestarts();
    return switch (event.type()) {
      case TCP_CONNECTION_FAILS -> agreed.gracefulRestart();
      case NOTIF_MSG, NOTIF_MSG_VER_ERR -> notified && !hardReset;
      // those end the session for longer
      case MANUAL_STOP, AUTOMATIC_STOP, BFD_DOWN -> false;
      // RFC 8538: our NOTIFICATION, too, is followed by a restart
      default -> notified;
    };
  }

  private void connect() {
    outgoing = true;
    peer.connect(
        this::attach,
        attempt -> {
          if (attempt == channel) {
            on(FsmEventType.TCP_CR_ACKED);
          }
        },
        (attempt, failure) -> {
          if (attempt == null || attempt == channel) {
            peer.journal().failed(SessionFaults.connectFailed(peer.now(), peer.reached(), failure));
            channel = null;
            on(FsmEventType.TCP_CONNECTION_FAILS);
          }
        });
  }

  private void attach(SocketChannel value) {
    channel = value;
    context = Negotiation.beforeOpen(peer.session());
    negotiation = null;
    opened = null;
    hardReset = false;
    value.pipeline().addLast(new Handler());
  }

  private void write(byte[] message) {
    SocketChannel now = channel;
    if (now != null) {
      peer.journal().traffic().sent(this, message);
      now.writeAndFlush(Unpooled.wrappedBuffer(message), now.voidPromise());
    }
  }

  private void up(FsmEffect.SessionUp up) {
    Negotiation agreed = negotiation;
    SocketChannel now = channel;
    if (agreed != null && now != null) {
      SocketOptions.userTimeout(now, up.holdTime());
      sendHold = new SendHold(now, peer.session().sendHold(), this::sendHoldExpired);
      peer.up(this, agreed, now);
    }
  }

  private void sendHoldExpired() {
    peer.journal()
        .reason("the peer took nothing for " + peer.session().sendHold().toSeconds() + " s");
    on(FsmEventType.SEND_HOLD_TIMER_EXPIRES);
  }

  private void close() {
    SendHold watching = sendHold;
    sendHold = null;
    if (watching != null) {
      watching.stop();
    }
    SocketChannel closing = channel;
    channel = null;
    Optional<Notification> farewell = lastSent;
    lastSent = Optional.empty();
    if (closing == null) {
      return;
    }
    if (closing.pipeline().get(Handler.class) != null) {
      closing.pipeline().remove(Handler.class);
    }
    if (farewell.isPresent() && closing.isActive()) {
      byte[] message = MessageEncoder.encode(farewell.get());
      peer.journal().traffic().sent(this, message);
      peer.farewell(closing, Unpooled.wrappedBuffer(message));
    } else {
      closing.close();
    }
  }

  /** Ends it with a NOTIFICATION; a peer that keeps routes over one may. */
  void end(FsmEventType event, Notification farewell) {
    on(new FsmEvent.Ending(event, farewell));
  }

  /**
   * Ends it with a NOTIFICATION on which the peer drops our routes, also where it would keep them
   * over one (RFC 8538: a Hard Reset).
   */
  void endForGood(FsmEventType event, Notification farewell) {
    Negotiation agreed = negotiation;
    boolean hard =
        agreed != null
            && agreed.notificationRestarts()
            && state.state() == SessionState.ESTABLISHED;
    end(event, hard ? Notification.hardReset(farewell) : farewell);
  }

  /** Ends it without a word and without further events. */
  void discard() {
    timers.stopAll();
    events.clear();
    lastSent = Optional.empty();
    close();
    state = FsmState.INITIAL;
  }

  private void deliver() {
    Decoded decoded = current;
    if (decoded == null) {
      return;
    }
    Message message = decoded.message().orElse(null);
    if (message instanceof Update update) {
      peer.received(this, update, decoded.kind() != Decoded.Kind.NOT_ELIGIBLE);
    } else if (message instanceof RouteRefresh refresh
        && decoded.kind() == Decoded.Kind.OK
        && refresh.subtype() == RouteRefresh.REQUEST) {
      refresh.family().unicast().ifPresent(peer.routes()::refresh);
    }
  }

  private void received(Decoded decoded, Processed hex) {
    if (decoded.kind() != Decoded.Kind.OK) {
      peer.journal().noteworthy(decoded, state.state(), hex);
    }
    if (decoded.isFaulty() && state.state() == SessionState.ESTABLISHED) {
      peer.faulty(hex.whole());
    }
    if (decoded.answer().isPresent()) {
      refuse(decoded.answer().get(), decoded.reason());
      return;
    }
    Message message = decoded.message().orElse(null);
    if (message instanceof Open open) {
      if (isStranger(open)) {
        refuse(
            Notification.of(ErrorCode.BAD_PEER_AS),
            "AS " + open.asn() + " is not among " + peer.session().peerAsns());
      } else {
        openReceived = Octets.ofHex(hex.get());
        opened(open);
      }
    } else if (message instanceof Keepalive) {
      on(FsmEventType.KEEPALIVE_MSG);
    } else if (message instanceof Update) {
      current = decoded;
      on(FsmEventType.UPDATE_MSG);
    } else if (message instanceof RouteRefresh) {
      current = decoded;
      on(FsmEventType.ROUTE_REFRESH_MSG);
    } else if (message instanceof Notification notification) {
      peer.journal().failed(SessionFaults.received(peer.now(), notification, hex.get()));
      Open sent = opened;
      if (sent != null && state.state() != SessionState.ESTABLISHED) {
        peer.opening().refused(peer.session(), notification, sent);
      }
      hardReset = notification.error().equals(Optional.of(ErrorCode.HARD_RESET));
      boolean version =
          notification.error().equals(Optional.of(ErrorCode.UNSUPPORTED_VERSION_NUMBER));
      on(version ? FsmEventType.NOTIF_MSG_VER_ERR : FsmEventType.NOTIF_MSG);
    }
  }

  private boolean isStranger(Open open) {
    return peer.session().peerAsn() == 0
        && !peer.session().peerAsns().isEmpty()
        && !peer.session().peerAsns().contains(open.asn());
  }

  private void opened(Open open) {
    SocketChannel now = channel;
    boolean expected = state.state() == SessionState.OPENSENT || state.delayOpenRunning();
    if (now != null && expected) {
      negotiation =
          Negotiation.of(
              peer.session(),
              ourOpen(),
              open,
              address(now.localAddress()),
              LinkAddresses.globalBeside(now.localAddress().getAddress()));
      if (peer.connections().losesCollision(this, open)) {
        on(FsmEventType.OPEN_COLLISION_DUMP);
        return;
      }
      context = negotiation.context();
    }
    on(new FsmEvent.OpenReceived(open.holdTime()));
  }

  static IpAddress address(InetSocketAddress socket) {
    IpAddress address = IpAddress.of(socket.getAddress());
    boolean mapped = address.isIpv6() && address.high() == 0 && address.low() >>> 32 == 0xffff;
    return mapped ? IpAddress.ofIpv4((int) address.low()) : address;
  }

  private void refuse(Notification answer, String reason) {
    peer.journal().reason(reason);
    FsmEventType type =
        switch (answer.code()) {
          case 1 -> FsmEventType.BGP_HEADER_ERR;
          case 2 -> FsmEventType.BGP_OPEN_MSG_ERR;
          default -> FsmEventType.UPDATE_MSG_ERR;
        };
    on(new FsmEvent.Ending(type, answer));
  }

  private void lost(String how) {
    if (state.state() != SessionState.IDLE) {
      peer.journal().failed(SessionFaults.lost(peer.now(), state.state(), how));
    }
    on(FsmEventType.TCP_CONNECTION_FAILS);
  }

  /** Reads messages off one channel for as long as the connection uses it. */
  private final class Handler extends ChannelInboundHandlerAdapter {
    private final MessageInbox inbox = new MessageInbox();

    /** What is known of the end, until the channel has been read to its end. */
    private String ending = "closed the connection";

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf in = (ByteBuf) message;
      try {
        inbox.append(in);
      } finally {
        in.release();
      }
      timers.heard();
      try {
        int length;
        while (uses(ctx) && (length = inbox.nextLength(context.extendedMessages())) > 0) {
          byte[] bytes = inbox.bytes();
          int offset = inbox.offset();
          peer.journal().traffic().received(Connection.this, bytes, offset, length);
          Decoded decoded = MessageDecoder.decode(bytes, offset, length, context);
          inbox.consume(length);
          Processed now = new Processed(bytes, offset, length);
          processed = now;
          received(decoded, now);
          processed = null;
        }
      } catch (WireException e) {
        processed = new Processed(inbox.bytes(), inbox.offset(), inbox.length());
        refuse(e.answer(), String.valueOf(e.getMessage()));
        processed = null;
      }
    }

    private boolean uses(ChannelHandlerContext ctx) {
      return ctx.channel() == channel;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      if (uses(ctx) && state.state() == SessionState.ESTABLISHED && ctx.channel().isWritable()) {
        peer.routes().writable();
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof ChannelInputShutdownEvent && uses(ctx)) {
        lost(ending);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      // A connection attempt that failed is reported by its own future.
      if (uses(ctx) && state.state() != SessionState.CONNECT) {
        lost(ending);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      if (!uses(ctx)) {
        return;
      }
      ending = "is gone (" + cause.getMessage() + ")";
      // A NOTIFICATION that the peer sent before it left says more, and may still wait to be read.
      ctx.executor()
          .schedule(
              () -> {
                if (uses(ctx)) {
                  lost(ending);
                }
              },
              LAST_READ_MILLIS,
              TimeUnit.MILLISECONDS);
    }
  }

  /** A message while it is processed: its octets are overwritten afterwards. */
  private record Processed(byte[] bytes, int offset, int length) implements Supplier<String> {
    /** Hexadecimal digits, of a long one the beginning. */
    @Override
    public String get() {
      return Octets.of(bytes, offset, Math.min(length, SHOWN_OCTETS)).toString();
    }

    Octets whole() {
      return Octets.of(bytes, offset, length);
    }
  }
}

package io.readback.bgp.session;

import io.readback.bgp.codec.CodecContext;
import io.readback.bgp.codec.Decoded;
import io.readback.bgp.codec.MessageDecoder;
import io.readback.bgp.codec.MessageEncoder;
import io.readback.bgp.message.Capability;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Keepalive;
import io.readback.bgp.message.Message;
import io.readback.bgp.message.Open;
import io.readback.spi.net.IpAddress;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/** A peer that sends what the test says, over a plain socket. */
final class RawPeer implements AutoCloseable {
  static final long ASN = 65000;

  private final Socket socket;
  private final DataInputStream in;
  private final CodecContext context =
      CodecContext.ebgp(ASN, 0)
          .localAddress(IpAddress.parse("127.0.0.3"))
          .enhancedRefresh(true)
          .build();

  private RawPeer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(10_000);
    in = new DataInputStream(socket.getInputStream());
  }

  static RawPeer dial(String from, int port) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    return new RawPeer(socket);
  }

  static RawPeer accept(ServerSocket server) throws IOException {
    return new RawPeer(server.accept());
  }

  RawPeer open(String identifier, int holdTime) throws IOException {
    return send(
        new Open(
            4,
            ASN,
            holdTime,
            IpAddress.parse(identifier),
            List.of(
                new Capability.Multiprotocol(Family.IPV4_UNICAST),
                new Capability.RouteRefresh(),
                new Capability.FourOctetAs(ASN))));
  }

  RawPeer keepalive() throws IOException {
    return send(Keepalive.INSTANCE);
  }

  RawPeer send(Message message) throws IOException {
    return send(MessageEncoder.encode(message, context));
  }

  RawPeer send(byte[] octets) throws IOException {
    socket.getOutputStream().write(octets);
    return this;
  }

  /** The next message. */
  Message read() throws IOException {
    byte[] header = in.readNBytes(19);
    if (header.length < 19) {
      throw new IOException("closed");
    }
    int length = (header[16] & 0xff) << 8 | (header[17] & 0xff);
    byte[] message = new byte[length];
    System.arraycopy(header, 0, message, 0, 19);
    in.readFully(message, 19, length - 19);
    Decoded decoded = MessageDecoder.decode(message, context);
    return decoded.message().orElseThrow(() -> new IOException(decoded.reason()));
  }

  /** The next message of a type; others are skipped. */
  <M extends Message> M read(Class<M> type) throws IOException {
    while (true) {
      Message message = read();
      if (type.isInstance(message)) {
        return type.cast(message);
      }
    }
  }

  /** Whether the other side has closed and nothing is left to read. */
  boolean atEnd() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

package io.readback.bfd.speaker;

import io.readback.bfd.packet.EchoFrame;
import io.readback.linux.LinuxConstants;
import io.readback.linux.LinuxException;
import io.readback.linux.call.FileDescriptor;
import io.readback.linux.socket.BpfProgram;
import io.readback.linux.socket.Frame;
import io.readback.linux.socket.PacketSocket;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The echo packets of one interface. They go out and come back as frames: the kernel would deliver
 * a packet to our own address right here, and takes one that comes in from our own address for
 * forged. The peers' link-layer addresses are those their control packets come from.
 */
final class EchoSocket implements AutoCloseable {
  private static final int PROTOCOL_AT = 23;
  private static final int FRAGMENT_AT = 20;
  private static final int VERSION_AT = 14;
  private static final int UDP = 17;
  private static final int SOURCE_MAC_AT = 6;

  /** More than the peers of a link, so that strangers cannot fill the memory. */
  private static final int MOST_PEERS = 4096;

  private final PacketSocket socket;
  private final byte[] mac;
  private final Map<IpAddress, byte[]> peers = new HashMap<>();

  private EchoSocket(PacketSocket socket, byte[] mac) {
    this.socket = socket;
    this.mac = mac;
  }

  /** Where a path goes out, and as whom. */
  record Place(int index, byte[] mac, IpAddress address) {}

  /**
   * The interface that a path goes through.
   *
   * @throws LinuxException where echo packets cannot be had on it
   */
  static Place place(BfdPath path) throws LinuxException {
    if (path.multihop()) {
      throw unable("they are for peers on the link, and this one is watched over several hops");
    }
    if (!path.peer().isIpv4()) {
      throw unable("they are for IPv4 peers here");
    }
    try {
      for (NetworkInterface each : candidates(path.device())) {
        Optional<IpAddress> near = addressNear(each, path.peer());
        byte[] mac = each.getHardwareAddress();
        if (near.isPresent() && mac != null && mac.length == 6) {
          return new Place(each.getIndex(), mac, path.local().orElse(near.get()));
        }
      }
    } catch (SocketException e) {
      throw new LinuxException("cannot list the interfaces: " + e.getMessage(), e);
    }
    throw unable("no Ethernet interface has an address in a network of " + path.peer());
  }

  private static LinuxException unable(String why) {
    return new LinuxException(why, new IllegalArgumentException(why));
  }

  /** Of a VRF, the interfaces in it are meant. */
  private static List<NetworkInterface> candidates(Optional<String> device) throws SocketException {
    List<NetworkInterface> out = new ArrayList<>();
    if (device.isPresent()) {
      NetworkInterface named = NetworkInterface.getByName(device.get());
      if (named != null) {
        out.add(named);
      }
    }
    NetworkInterface.networkInterfaces().forEach(out::add);
    return out;
  }

  private static Optional<IpAddress> addressNear(NetworkInterface in, IpAddress peer) {
    return in.getInterfaceAddresses().stream()
        .filter(
            a -> {
              IpAddress address = IpAddress.of(a.getAddress());
              return address.isIpv4()
                  && IpPrefix.containing(address, a.getNetworkPrefixLength()).contains(peer);
            })
        .map(a -> IpAddress.of(a.getAddress()))
        .findFirst();
  }

  static EchoSocket open(Place place) throws LinuxException {
    BpfProgram filter =
        BpfProgram.assembler()
            .loadByte(VERSION_AT)
            .elseTo(0x45, "drop")
            .loadByte(PROTOCOL_AT)
            .elseTo(UDP, "drop")
            .loadShort(FRAGMENT_AT)
            .jumpIfAnyBit(0x3fff, "drop")
            .loadShort(EchoFrame.DESTINATION_PORT_AT)
            .jumpIfEqual(EchoFrame.PORT, "take")
            .elseTo(Wire.SINGLE_HOP_PORT, "drop")
            .label("take")
            .accept()
            .label("drop")
            .drop()
            .assemble();
    return new EchoSocket(
        PacketSocket.open(place.index(), LinuxConstants.ETH_P_IP, filter), place.mac());
  }

  int interfaceIndex() {
    return socket.interfaceIndex();
  }

  FileDescriptor descriptor() {
    return socket.descriptor();
  }

  EchoPort port(IpAddress ours, IpAddress peer) {
    return (discriminator, sequence) -> {
      byte[] to = peers.get(peer);
      return to != null && socket.send(EchoFrame.encode(to, mac, ours, discriminator, sequence));
    };
  }

  /**
   * Takes the next frame.
   *
   * @param returned given an echo packet that came back
   * @return false where there is none
   */
  boolean receive(Consumer<EchoFrame.Echo> returned) throws LinuxException {
    Frame frame = socket.receive().orElse(null);
    if (frame == null) {
      return false;
    }
    byte[] bytes = frame.bytes();
    if (frame.packetType() != LinuxConstants.PACKET_HOST || bytes.length < EchoFrame.OCTETS) {
      return true;
    }
    EchoFrame.@Nullable Echo echo = EchoFrame.decode(bytes);
    if (echo != null) {
      returned.accept(echo);
    } else {
      learn(bytes);
    }
    return true;
  }

  /** On the link, as its TTL shows: whoever is further away cannot redirect echo packets. */
  private void learn(byte[] frame) {
    if ((frame[22] & 0xff) != 255) {
      return;
    }
    IpAddress peer = EchoFrame.source(frame);
    byte[] known = peers.get(peer);
    if (known == null ? peers.size() < MOST_PEERS : !same(known, frame)) {
      byte[] from = new byte[6];
      System.arraycopy(frame, SOURCE_MAC_AT, from, 0, 6);
      peers.put(peer, from);
    }
  }

  private static boolean same(byte[] known, byte[] frame) {
    for (int i = 0; i < 6; i++) {
      if (known[i] != frame[SOURCE_MAC_AT + i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    socket.close();
  }
}

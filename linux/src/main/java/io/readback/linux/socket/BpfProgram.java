package io.readback.linux.socket;

import io.readback.linux.LinuxConstants;
import io.readback.linux.LinuxException;
import io.readback.linux.call.FileDescriptor;
import io.readback.linux.call.NativeBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A classic BPF program that decides in the kernel which packets a socket gets. Made by {@link
 * #assembler}.
 *
 * @param instructions each as the kernel's {@code sock_filter} in one number: code (16 bits), jump
 *     if true (8), jump if false (8), k (32)
 */
public record BpfProgram(List<Long> instructions) {
  /** The kernel's limit. */
  public static final int MAX_INSTRUCTIONS = 4096;

  /**
   * Added to an offset: from the start of the IP header whatever the socket's own packets start
   * with.
   */
  public static final int NETWORK_HEADER = -0x100000;

  /** Added to an offset: from the start of the Ethernet header. */
  public static final int LINK_HEADER = -0x200000;

  public BpfProgram {
    instructions = List.copyOf(instructions);
    if (instructions.isEmpty() || instructions.size() > MAX_INSTRUCTIONS) {
      throw new IllegalArgumentException(
          "a filter has 1 to 4096 instructions but this one " + instructions.size());
    }
  }

  public static Assembler assembler() {
    return new Assembler();
  }

  /** Puts it on a socket; what the socket gets from now on has passed it. */
  public void attach(FileDescriptor fd) throws LinuxException {
    NativeBuffer code = new NativeBuffer(8 * instructions.size());
    for (int i = 0; i < instructions.size(); i++) {
      long in = instructions.get(i);
      code.bytes().putShort(8 * i, (short) (in >>> 48));
      code.bytes().put(8 * i + 2, (byte) (in >>> 40));
      code.bytes().put(8 * i + 3, (byte) (in >>> 32));
      code.bytes().putInt(8 * i + 4, (int) in);
    }
    NativeBuffer program = new NativeBuffer(16);
    program.bytes().putShort(0, (short) instructions.size());
    fd.setOptionWithPointer(
        LinuxConstants.SOL_SOCKET,
        LinuxConstants.SO_ATTACH_FILTER,
        program,
        8,
        code,
        "SO_ATTACH_FILTER",
        "the kernel refused the filter program");
  }

  /** Keeps the socket's filter from being changed or taken off. */
  public static void lock(FileDescriptor fd) throws LinuxException {
    fd.setOption(LinuxConstants.SOL_SOCKET, LinuxConstants.SO_LOCK_FILTER, 1, "SO_LOCK_FILTER");
  }

  /** Puts instructions one after the other; jumps go forward, to labels. */
  public static final class Assembler {
    private static final String NEXT = "";

    private record Instruction(int code, int k, String ifTrue, String ifFalse) {}

    private final List<Instruction> instructions = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();

    private Assembler() {}

    private Assembler add(int code, int k) {
      instructions.add(new Instruction(code, k, NEXT, NEXT));
      return this;
    }

    /** A = the byte at this offset. A packet that is too short is dropped; so with all loads. */
    public Assembler loadByte(int offset) {
      return add(0x30, offset);
    }

    /** A = the 16-bit number at this offset. */
    public Assembler loadShort(int offset) {
      return add(0x28, offset);
    }

    /** A = the 32-bit number at this offset. */
    public Assembler loadInt(int offset) {
      return add(0x20, offset);
    }

    /** X = four times the low four bits of the byte at this offset: an IPv4 header's length. */
    public Assembler loadIpv4HeaderLength(int offset) {
      return add(0xb1, offset);
    }

    /** A = the byte at X + offset. */
    public Assembler loadByteIndexed(int offset) {
      return add(0x50, offset);
    }

    /** A = the 16-bit number at X + offset. */
    public Assembler loadShortIndexed(int offset) {
      return add(0x48, offset);
    }

    /** A = the length of the packet. */
    public Assembler loadLength() {
      return add(0x80, 0);
    }

    /** A = A and mask. */
    public Assembler and(int mask) {
      return add(0x54, mask);
    }

    /** Where A equals {@code value} on to {@code ifTrue}, else to {@code ifFalse}. */
    public Assembler jumpIfEqual(int value, String ifTrue, String ifFalse) {
      instructions.add(new Instruction(0x15, value, ifTrue, ifFalse));
      return this;
    }

    /** Goes on only where A equals {@code value}, else to this label. */
    public Assembler elseTo(int value, String otherwise) {
      return jumpIfEqual(value, NEXT, otherwise);
    }

    /** Where A equals {@code value} to this label, else goes on. */
    public Assembler jumpIfEqual(int value, String target) {
      return jumpIfEqual(value, target, NEXT);
    }

    /** Where A, unsigned, is greater than {@code value} to this label, else goes on. */
    public Assembler jumpIfGreater(int value, String target) {
      instructions.add(new Instruction(0x25, value, target, NEXT));
      return this;
    }

    /** Where A has any bit of {@code mask} to this label, else goes on. */
    public Assembler jumpIfAnyBit(int mask, String target) {
      instructions.add(new Instruction(0x45, mask, target, NEXT));
      return this;
    }

    /** Names the place of the next instruction. */
    public Assembler label(String name) {
      if (name.isEmpty() || labels.put(name, instructions.size()) != null) {
        throw new IllegalArgumentException("label '" + name + "' is empty or given twice");
      }
      return this;
    }

    /** The packet passes, cut after this number of bytes. */
    public Assembler accept(int bytes) {
      return add(0x06, bytes);
    }

    /** The packet passes whole. */
    public Assembler accept() {
      return accept(0x40000);
    }

    /** The packet is dropped. */
    public Assembler drop() {
      return add(0x06, 0);
    }

    /**
     * The program.
     *
     * @throws IllegalStateException where a label is missing, behind its jump, or more than 255
     *     instructions ahead
     */
    public BpfProgram assemble() {
      List<Long> out = new ArrayList<>();
      for (int i = 0; i < instructions.size(); i++) {
        Instruction in = instructions.get(i);
        long jumpTrue = distance(i, in.ifTrue);
        long jumpFalse = distance(i, in.ifFalse);
        out.add((long) in.code << 48 | jumpTrue << 40 | jumpFalse << 32 | (in.k & 0xffff_ffffL));
      }
      return new BpfProgram(out);
    }

    private int distance(int from, String label) {
      if (label.equals(NEXT)) {
        return 0;
      }
      Integer to = labels.get(label);
      int distance = to == null ? -1 : to - from - 1;
      if (distance < 0 || distance > 255 || to == null || to >= instructions.size()) {
        throw new IllegalStateException(
            "instruction %d cannot jump to '%s' at %s".formatted(from, label, to));
      }
      return distance;
    }
  }
}

package io.readback.core.state;

import io.readback.core.allocate.Vip;
import io.readback.core.model.Origin;
import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ServiceRef;
import io.readback.spi.net.IpAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which Service holds which VIP, in {@code allocations.json} of a folder. Written whole, beside the
 * old file and then renamed over it, so that a crash leaves the one or the other. For one thread.
 */
public final class AllocationFile {
  private static final String NAME = "allocations.json";
  private static final int VERSION = 1;

  private final Path folder;
  private final JsonMapper json = JsonMapper.builder().build();

  public AllocationFile(Path folder) {
    this.folder = folder;
  }

  /** What the file holds; nothing, and a problem, where it cannot be used. */
  public record Remembered(SortedMap<ServiceRef, List<Vip>> assignments, List<Problem> problems) {
    public Remembered {
      problems = List.copyOf(problems);
    }
  }

  /** Reads the file. One that is not understood is kept aside with the suffix {@code .bad}. */
  public Remembered load() {
    return read(this::setAside);
  }

  /** Reads the file and leaves it as it is, for those who only look. */
  public Remembered peek() {
    return read(
        (file, why) -> problem("is not understood (" + reason(why) + ")", "Name another folder"));
  }

  private Remembered read(BiFunction<Path, Exception, Problem> notUnderstood) {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      return new Remembered(new TreeMap<>(), List.of());
    }
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (IOException e) {
      return new Remembered(
          new TreeMap<>(),
          List.of(
              problem(
                  "cannot be read: " + e + "; VIPs are taken from the status of Services",
                  "Let the agent read and write the state folder")));
    }
    try {
      return new Remembered(parse(content), List.of());
    } catch (JacksonException | IllegalArgumentException e) {
      return new Remembered(new TreeMap<>(), List.of(notUnderstood.apply(file, e)));
    }
  }

  private SortedMap<ServiceRef, List<Vip>> parse(byte[] content) {
    JsonNode root = json.readTree(content);
    if (root.path("version").asInt(0) != VERSION) {
      throw new IllegalArgumentException(
          "version must be " + VERSION + " but was " + root.path("version"));
    }
    SortedMap<ServiceRef, List<Vip>> out = new TreeMap<>();
    for (JsonNode entry : root.required("assignments")) {
      ServiceRef service =
          new ServiceRef(entry.required("namespace").asString(), entry.required("name").asString());
      List<Vip> vips = new ArrayList<>();
      for (JsonNode vip : entry.required("vips")) {
        vips.add(
            new Vip(
                IpAddress.parse(vip.required("ip").asString()), vip.required("pool").asString()));
      }
      out.put(service, List.copyOf(vips));
    }
    return out;
  }

  private static String reason(Exception why) {
    return String.valueOf(why.getMessage()).lines().findFirst().orElse("");
  }

  private Problem setAside(Path file, Exception why) {
    String kept;
    try {
      Files.move(file, file.resolveSibling(NAME + ".bad"), StandardCopyOption.REPLACE_EXISTING);
      kept = "it is kept as " + NAME + ".bad";
    } catch (IOException e) {
      kept = "it could not be kept aside: " + e;
    }
    return problem(
        "is not understood (" + reason(why) + "); " + kept,
        "VIPs are taken from the status of Services; remove the file when it is not needed");
  }

  /** Replaces the file; a problem where that fails, and the old file stays. */
  public Optional<Problem> save(SortedMap<ServiceRef, List<Vip>> assignments) {
    ObjectNode root = json.createObjectNode();
    root.put("version", VERSION);
    ArrayNode list = root.putArray("assignments");
    for (Map.Entry<ServiceRef, List<Vip>> e : assignments.entrySet()) {
      ObjectNode entry = list.addObject();
      entry.put("namespace", e.getKey().namespace());
      entry.put("name", e.getKey().name());
      ArrayNode vips = entry.putArray("vips");
      for (Vip vip : e.getValue()) {
        vips.addObject().put("ip", vip.ip().toString()).put("pool", vip.pool());
      }
    }
    try {
      Files.createDirectories(folder);
      Path next = folder.resolve(NAME + ".new");
      try (FileChannel out =
          FileChannel.open(
              next,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(json.writeValueAsBytes(root));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(
          next,
          folder.resolve(NAME),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      // the rename itself is durable once the folder is
      try (FileChannel entry = FileChannel.open(folder, StandardOpenOption.READ)) {
        entry.force(true);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          problem(
              "cannot be written: " + e + "; after a restart VIPs may move",
              "Let the agent write to the state folder"));
    }
  }

  private Problem problem(String message, String remedy) {
    return new Problem(
        Severity.WARNING,
        Optional.empty(),
        new Origin(folder.resolve(NAME).toString(), 0),
        "",
        "the state file " + message,
        remedy);
  }
}

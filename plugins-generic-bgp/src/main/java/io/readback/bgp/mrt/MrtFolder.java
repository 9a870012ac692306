package io.readback.bgp.mrt;

import io.readback.spi.observe.Measure;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of files of MRT records. A file ends at its time or its size; it is called {@code
 * updates.DATE.TIME.mrt} then, and {@code .part} is added while it is written. Old files are
 * removed. Records are taken from any thread and written by a thread of its own; whoever makes them
 * never waits, and what a slow disk leaves behind is dropped and counted.
 */
public final class MrtFolder implements Consumer<byte[]>, AutoCloseable {
  /** Octets of records that may wait for the disk. */
  private static final int MOST_WAITING = 16 << 20;

  /** After a failure of the disk. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private static final int BUFFER = 64 * 1024;
  private static final long CLOSING_MILLIS = 5_000;
  private static final String PART = ".part";
  private static final Pattern NAME =
      Pattern.compile("updates[.]([0-9]{8}[.][0-9]{6})(?:-([0-9]{1,9}))?[.]mrt");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd.HHmmss").withZone(ZoneOffset.UTC);

  /**
   * How to keep files.
   *
   * @param directory made where it is missing
   * @param interval files end at multiples of it since 1970; zero: never for their time
   * @param octets the largest file
   * @param keep how many files stay, the one being written not counted
   */
  public record Settings(Path directory, Duration interval, long octets, int keep) {}

  private final Settings settings;
  private final InstantSource clock;
  private final System.Logger logger;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();

  // Under the lock.
  private Deque<byte[]> waiting = new ArrayDeque<>();
  private int waitingOctets;
  private boolean closed;

  private final LongAdder records = new LongAdder();
  private final LongAdder octets = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private volatile String problem = "";

  // Of the writing thread.
  private @Nullable OutputStream file;
  private Path path = Path.of("");
  private String lastTime = "";
  private int lastSequence;
  private long written;
  private Instant ends = Instant.MAX;
  private Instant notBefore = Instant.MIN;

  /** Call {@link #start}. */
  public MrtFolder(
      Settings settings, String threadName, InstantSource clock, System.Logger logger) {
    this.settings = settings;
    this.clock = clock;
    this.logger = logger;
    thread = new Thread(this::write, threadName);
    thread.setDaemon(true);
  }

  /** Begins to write. Once. */
  public void start() {
    thread.start();
  }

  @Override
  public void accept(byte[] record) {
    lock.lock();
    try {
      if (closed || waitingOctets + record.length > MOST_WAITING) {
        dropped.increment();
        return;
      }
      waiting.add(record);
      waitingOctets += record.length;
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Any thread. */
  public List<Measure> measures() {
    String directory = settings.directory().toString();
    return List.of(
        measure("readback.mrt.records", "MRT records written", directory, records.sum()),
        measure(
            "readback.mrt.written.bytes", "Octets of MRT records written", directory, octets.sum()),
        measure(
            "readback.mrt.dropped.records",
            "MRT records dropped as the disk was slow or failed",
            directory,
            dropped.sum()),
        Measure.gauge(
            "readback.mrt.failing",
            "1 while MRT records cannot be written",
            "directory",
            directory,
            problem.isEmpty() ? 0 : 1));
  }

  private static Measure measure(String name, String description, String directory, long value) {
    return Measure.counter(name, description, "directory", directory, value);
  }

  /** Why nothing is written; empty: all is well. */
  public String problem() {
    return problem;
  }

  /** Writes what waits and ends the file; bounded by some seconds. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      news.signal();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(CLOSING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    try {
      tidy();
    } catch (IOException e) {
      failed(e);
    }
    try {
      boolean last = false;
      while (!last) {
        Deque<byte[]> batch = new ArrayDeque<>();
        last = take(batch);
        turn();
        for (byte[] record : batch) {
          write(record);
        }
        flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  /** Waits for records or for the end of the file's time; says whether these are the last. */
  private boolean take(Deque<byte[]> batch) throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        long left =
            ends.equals(Instant.MAX)
                ? Long.MAX_VALUE
                : Math.max(0, Duration.between(clock.instant(), ends).toMillis());
        if (left == 0 || !news.await(left, TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
      Deque<byte[]> full = waiting;
      waiting = new ArrayDeque<>();
      waitingOctets = 0;
      batch.addAll(full);
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Ends a file whose time is over. */
  private void turn() {
    if (!clock.instant().isBefore(ends)) {
      end();
    }
  }

  private void write(byte[] record) {
    Instant now = clock.instant();
    if (now.isBefore(notBefore)) {
      dropped.increment();
      return;
    }
    try {
      if (file != null && written + record.length > settings.octets()) {
        end();
      }
      OutputStream out = file;
      if (out == null) {
        out = open(now);
      }
      out.write(record);
      written += record.length;
      records.increment();
      octets.add(record.length);
    } catch (IOException e) {
      dropped.increment();
      failed(e);
    }
  }

  private OutputStream open(Instant now) throws IOException {
    Files.createDirectories(settings.directory());
    String time = TIME.format(now);
    lastSequence = time.equals(lastTime) ? lastSequence + 1 : 1;
    lastTime = time;
    Path name = name(time, lastSequence);
    while (Files.exists(name) || Files.exists(part(name))) {
      lastSequence++;
      name = name(time, lastSequence);
    }
    OutputStream opened = new BufferedOutputStream(Files.newOutputStream(part(name)), BUFFER);
    path = name;
    file = opened;
    written = 0;
    ends = end(now);
    if (!problem.isEmpty()) {
      problem = "";
      logger.log(Level.INFO, () -> "MRT files in " + settings.directory() + " are written again");
    }
    return opened;
  }

  private Instant end(Instant now) {
    long step = settings.interval().toMillis();
    return step == 0
        ? Instant.MAX
        : Instant.ofEpochMilli((Math.floorDiv(now.toEpochMilli(), step) + 1) * step);
  }

  /** A number is not used again when its file is removed: files stay in order. */
  private Path name(String time, int sequence) {
    String number = sequence == 1 ? "" : "-" + sequence;
    return settings.directory().resolve("updates." + time + number + ".mrt");
  }

  private static Path part(Path name) {
    return name.resolveSibling(name.getFileName() + PART);
  }

  private void flush() {
    OutputStream out = file;
    if (out != null) {
      try {
        out.flush();
      } catch (IOException e) {
        failed(e);
      }
    }
  }

  private void end() {
    OutputStream out = file;
    file = null;
    ends = Instant.MAX;
    if (out != null) {
      try {
        out.close();
        Files.move(part(path), path);
        removeOld();
      } catch (IOException e) {
        failed(e);
      }
    }
  }

  /** Names what a crash left as the files they are. */
  private void tidy() throws IOException {
    if (Files.isDirectory(settings.directory())) {
      for (Path left : files(PART)) {
        String name = left.getFileName().toString();
        Files.move(left, left.resolveSibling(name.substring(0, name.length() - PART.length())));
      }
      removeOld();
    }
  }

  private void removeOld() throws IOException {
    List<Path> all = files("");
    for (Path old : all.subList(0, Math.max(0, all.size() - settings.keep()))) {
      Files.deleteIfExists(old);
    }
  }

  /** Of ours, by age. */
  private List<Path> files(String ending) throws IOException {
    try (Stream<Path> all = Files.list(settings.directory())) {
      return all.flatMap(f -> Named.of(f, ending).stream())
          .sorted(Named.AGE)
          .map(Named::file)
          .toList();
    }
  }

  /** A file of ours by the time in its name, and its number among those of that second. */
  private record Named(Path file, String time, int sequence) {
    static final Comparator<Named> AGE =
        Comparator.comparing(Named::time).thenComparingInt(Named::sequence);

    static Optional<Named> of(Path file, String ending) {
      String name = file.getFileName().toString();
      if (!name.endsWith(ending)) {
        return Optional.empty();
      }
      Matcher matcher = NAME.matcher(name.substring(0, name.length() - ending.length()));
      if (!matcher.matches()) {
        return Optional.empty();
      }
      String number = matcher.group(2);
      return Optional.of(
          new Named(file, matcher.group(1), number == null ? 1 : Integer.parseInt(number)));
    }
  }

  private void failed(IOException e) {
    OutputStream broken = file;
    file = null;
    ends = Instant.MAX;
    notBefore = clock.instant().plus(PAUSE);
    if (broken != null) {
      try {
        broken.close();
      } catch (IOException again) {
        // what it holds cannot be written: that is known already
        e.addSuppressed(again);
      }
    }
    String text = e.getClass().getSimpleName() + ": " + e.getMessage();
    if (!text.equals(problem)) {
      logger.log(
          Level.WARNING,
          () ->
              "MRT files in "
                  + settings.directory()
                  + " cannot be written ("
                  + text
                  + "); tried again after "
                  + PAUSE.toSeconds()
                  + " s, records until then are dropped");
    }
    problem = text;
  }
}

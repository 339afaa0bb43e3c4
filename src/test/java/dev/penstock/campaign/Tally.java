package dev.penstock.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the trials of one campaign, and adds one line about it to {@code
 * target/campaign/runs.jsonl}, whether it went well or not. A campaign whose fault never fired
 * fails. Safe for use by several threads.
 */
public final class Tally {
  /** More violations than this are one and the same; the campaign ends early. */
  private static final int ENOUGH = 10;

  private static final Path RUNS = Path.of("target", "campaign", "runs.jsonl");

  private final int promise;
  private final String campaign;
  private final String store;
  private final Optional<Path> runs;
  private final AtomicLong trials = new AtomicLong();
  private final AtomicLong fired = new AtomicLong();
  private final List<String> violations = new ArrayList<>();
  private final List<Throwable> causes = new ArrayList<>();

  private Tally(int promise, String campaign, String store, Optional<Path> runs) {
    this.runs = runs;
    this.promise = promise;
    this.campaign = campaign;
    this.store = store;
  }

  /** A part of a campaign that may fail in any way. */
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }

  /** A trial with a fault at the n-th call, counted from 1. */
  @FunctionalInterface
  public interface Strike {
    /** Whether there was such a call. */
    boolean at(int call) throws Exception;
  }

  /** A whole campaign. */
  @FunctionalInterface
  public interface Body {
    void run(Tally tally) throws Exception;
  }

  /**
   * @param promise its number in the list of promises
   * @param campaign what is done, in words; with promise and store it names a row of the report
   * @param store such as {@code local disk} or {@code ADLS stand-in}
   */
  public static Tally of(int promise, String campaign, String store) {
    return new Tally(promise, campaign, store, Optional.of(RUNS));
  }

  /** One that leaves no line. */
  static Tally scratch(int promise, String campaign) {
    return new Tally(promise, campaign, "nothing", Optional.empty());
  }

  /** Whether the full counts are asked for, by {@code -Dpenstock.campaign=full}. */
  public static boolean isFull() {
    return "full".equals(System.getProperty("penstock.campaign"));
  }

  /** How many trials: a few in each build, all of them in the campaign. */
  public static int count(int perBuild, int full) {
    return isFull() ? full : perBuild;
  }

  /**
   * Runs the campaign and records it.
   *
   * @throws AssertionError when a promise was broken, or no fault fired
   */
  public void run(Body body) {
    Instant began = Instant.now();
    try {
      body.run(this);
    } catch (TooMany e) {
      // Told below, with the violations themselves.
    } catch (Exception | Error e) {
      violation("outside a trial", e);
    } finally {
      Duration took = Duration.between(began, Instant.now());
      runs.ifPresent(file -> record(file, took));
    }
    requireClean();
  }

  /**
   * Runs one trial; whatever it throws is a violation, and the campaign goes on.
   *
   * @param name which one, so that it can be run again: the call, the moment, the seed
   */
  public void trial(String name, Work work) {
    trials.incrementAndGet();
    try {
      work.run();
    } catch (Exception | Error e) {
      if (violation(name, e) >= ENOUGH) {
        throw new TooMany();
      }
    }
  }

  /**
   * Trials with a fault at the first call, at the second, and so on, until one meets none.
   *
   * @return how many calls there were
   */
  public int exhaust(String name, Strike strike) {
    AtomicBoolean met = new AtomicBoolean(true);
    int call = 0;
    while (met.get()) {
      int next = ++call;
      // Whatever a broken promise says of it, the fault has struck.
      trial(name + " at call " + next, () -> met.set(strike.at(next)));
      fired(met.get() ? 1 : 0);
    }
    return call - 1;
  }

  /** A fault struck. */
  public void fired() {
    fired(1);
  }

  /** So many faults struck. */
  public void fired(long more) {
    fired.addAndGet(more);
  }

  private int violation(String name, Throwable cause) {
    synchronized (violations) {
      violations.add(name + ": " + cause);
      causes.add(cause);
      return violations.size();
    }
  }

  private void requireClean() {
    synchronized (violations) {
      if (!violations.isEmpty()) {
        AssertionError failure =
            new AssertionError(
                "%s, on %s: %d of %d trials broke promise %d:%n%s"
                    .formatted(
                        campaign,
                        store,
                        violations.size(),
                        trials.get(),
                        promise,
                        String.join(System.lineSeparator(), violations)));
        causes.forEach(failure::addSuppressed);
        throw failure;
      }
    }
    if (fired.get() == 0) {
      throw new AssertionError(
          "%s, on %s: no fault fired in %d trials, so nothing was tried"
              .formatted(campaign, store, trials.get()));
    }
  }

  private void record(Path file, Duration took) {
    ObjectMapper json = new ObjectMapper();
    ObjectNode run = json.createObjectNode();
    run.put("promise", promise);
    run.put("campaign", campaign);
    run.put("store", store);
    run.put("scale", isFull() ? "full" : "build");
    run.put("trials", trials.get());
    run.put("fired", fired.get());
    synchronized (violations) {
      run.put("violations", violations.size());
      violations.forEach(run.putArray("examples")::add);
    }
    run.put("process", Machine.PROCESS);
    run.put("seconds", took.toMillis() / 1000.0);
    run.put("at", Instant.now().toString());
    run.put("commit", Machine.COMMIT);
    run.put("machine", Machine.DESCRIPTION);
    try {
      Files.createDirectories(file.getParent());
      append(file, json.writeValueAsString(run) + "\n");
    } catch (IOException e) {
      throw new AssertionError("the campaign could not be recorded in " + file, e);
    }
  }

  /** In one piece, as another JVM may be adding lines, too. */
  private static void append(Path file, String line) throws IOException {
    try (FileChannel lines =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = lines.lock()) {
      ByteBuffer rest = ByteBuffer.wrap(line.getBytes(UTF_8));
      lines.position(lines.size());
      while (rest.hasRemaining()) {
        lines.write(rest);
      }
    }
  }

  /** Ends a campaign that goes on failing. */
  private static final class TooMany extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Where and of what the campaigns of this process are. */
  private static final class Machine {
    /** The lines of one process with the same names are parts of one campaign. */
    static final String PROCESS =
        ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH)
            + "/"
            + ProcessHandle.current().pid();

    static final String COMMIT = commit();
    static final String DESCRIPTION =
        "%d cores, %s %s, Java %s"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                System.getProperty("java.version"));

    private static String commit() {
      try {
        Process git =
            new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=10")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(git.getInputStream().readAllBytes(), UTF_8).strip();
        return said.isEmpty() ? "unknown" : said;
      } catch (IOException e) {
        // Built from an archive: there is no git, or no history.
        return "unknown";
      }
    }
  }
}

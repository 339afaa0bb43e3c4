package dev.penstock.failure;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps all from waiting for what one has found out of reach. While it is, callers are turned away
 * at once; after a while, which doubles from try to try, one of them tries for all, and the others
 * wait for what becomes of that. Safe for use by several threads.
 */
public final class Breaker {
  private static final DateTimeFormatter TO_THE_SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private final String subject;
  private final ErrorCode unreachable;
  private final RetryPolicy policy;
  private final Clock clock;
  private Optional<Outage> outage = Optional.empty();
  private boolean trying;
  private long tried;

  /** How a caller came in. */
  private enum Entry {
    /** There was no outage. */
    OPEN_DOOR,
    /** It tries for all. */
    FOR_ALL
  }

  /**
   * What is known while nothing is reached.
   *
   * @param tries how many failed
   * @param reason of the last
   */
  private record Outage(Instant since, int tries, Instant last, Instant again, String reason) {}

  /**
   * @param subject in words, such as {@code source crm}
   * @param unreachable the code by which a failure counts
   * @param policy says how long callers are turned away after each failed try
   */
  public Breaker(String subject, ErrorCode unreachable, RetryPolicy policy, Clock clock) {
    this.subject = requireNonNull(subject, "subject");
    this.unreachable = requireNonNull(unreachable, "unreachable");
    this.policy = requireNonNull(policy, "policy");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Does {@code work}, unless it is known to be in vain.
   *
   * @throws OutageException when it is in vain, or has just proved to be
   */
  public <T> T call(Supplier<T> work) {
    Entry entry = enter();
    try {
      T result = work.get();
      end(entry, Optional.empty());
      return result;
    } catch (IngestException e) {
      if (e.code() == unreachable) {
        throw failed(entry, e);
      }
      leave(entry, e);
      throw e;
    } catch (RuntimeException | Error e) {
      abandon(entry);
      throw e;
    }
  }

  private synchronized Entry enter() {
    long before = tried;
    awaitWhoTries();
    if (outage.isEmpty()) {
      return Entry.OPEN_DOOR;
    }
    if (tried != before || clock.instant().isBefore(outage.get().again())) {
      throw turnedAway(outage.get());
    }
    trying = true;
    return Entry.FOR_ALL;
  }

  private synchronized void awaitWhoTries() {
    try {
      while (trying) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IngestException(
          ErrorCode.INTERRUPTED, "interrupted while " + subject + " was tried", e);
    }
  }

  /** Whoever was answered, even with a refusal, has reached it. */
  private void leave(Entry entry, IngestException failure) {
    switch (failure.code()) {
      case CONFIG, SECRET, INTERRUPTED, INTERNAL -> abandon(entry);
      default -> end(entry, Optional.empty());
    }
  }

  /** Says nothing of whether it can be reached: the next one tries. */
  private synchronized void abandon(Entry entry) {
    if (entry == Entry.FOR_ALL) {
      trying = false;
      notifyAll();
    }
  }

  private synchronized void end(Entry entry, Optional<Outage> now) {
    outage = now;
    if (entry == Entry.FOR_ALL) {
      trying = false;
      tried++;
      notifyAll();
    }
  }

  private synchronized OutageException failed(Entry entry, IngestException failure) {
    // Of those who came together before anything was known, the first to fail counts for all.
    Outage known = outage.filter(any -> entry == Entry.OPEN_DOOR).orElseGet(() -> next(failure));
    end(entry, Optional.of(known));
    return new OutageException(
        unreachable, failure.getMessage(), failure, known.tries(), known.again());
  }

  private Outage next(IngestException failure) {
    Instant now = clock.instant();
    int tries = outage.map(Outage::tries).orElse(0) + 1;
    Instant since = outage.map(Outage::since).orElse(now);
    Instant again = now.plus(policy.delay(tries, Optional.empty()));
    return new Outage(since, tries, now, again, firstLine(failure));
  }

  private static String firstLine(IngestException failure) {
    String line = failure.getMessage().lines().findFirst().orElse("");
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }

  private OutageException turnedAway(Outage known) {
    return new OutageException(
        unreachable,
        "%s is out of reach since %s and was not tried again for this job (%d %s, the last one at %s: %s). The next one may try from %s on.\nMend what is said there, or wait, then run the job again; doctor looks at it at once."
            .formatted(
                subject,
                TO_THE_SECOND.format(known.since()),
                known.tries(),
                known.tries() == 1 ? "try" : "tries",
                TO_THE_SECOND.format(known.last()),
                known.reason(),
                TO_THE_SECOND.format(known.again())),
        null,
        known.tries(),
        known.again());
  }
}

package dev.penstock.failure;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How what failed is tried again: the one way to do so, for jobs, requests to the lake, requests to
 * a vault and whatever else may stumble.
 *
 * @param retries how often it is repeated at most, after the first try
 * @param base the wait before the second try; doubled for each further one
 * @param cap what doubling ends at
 * @param jitter the part of a wait, 0 to 1, by which it is made longer or shorter at random, so
 *     that those who failed together do not come back together
 * @param retryAfterCap the longest wait that the other side may ask for; a longer one is cut to it
 * @param deadline after the beginning of the first try; past it no further one begins
 */
public record RetryPolicy(
    int retries,
    Duration base,
    Duration cap,
    double jitter,
    Duration retryAfterCap,
    Duration deadline) {
  /** That of a job, unless the settings say otherwise. */
  public static final RetryPolicy USUAL =
      new RetryPolicy(
          3,
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          0.3,
          Duration.ofMinutes(5),
          Duration.ofHours(4));

  /** The statuses of HTTP after which a request is sent again. */
  private static final SortedSet<Integer> PASSING =
      new TreeSet<>(Set.of(408, 429, 500, 502, 503, 504));

  public RetryPolicy {
    requireNonNull(base, "base");
    requireNonNull(cap, "cap");
    requireNonNull(retryAfterCap, "retryAfterCap");
    requireNonNull(deadline, "deadline");
    if (retries < 0 || jitter < 0 || jitter > 1) {
      throw new IllegalArgumentException(
          "no policy has %d retries and a jitter of %s".formatted(retries, jitter));
    }
  }

  /** Why nothing is tried any more, though another try might have helped. */
  public enum End {
    /** All tries were made. */
    TRIES,
    /** The deadline had passed. */
    DEADLINE,
    /** The thread was interrupted while it waited; its mark is set again. */
    INTERRUPT
  }

  /** Something that may be tried several times. */
  public interface Work<T> {
    /** Begins anew each time. */
    T attempt();

    /** Whether the next try may go well. */
    boolean mayPass(RuntimeException failure);

    /** How long to wait at least before the next try, as the other side wishes. */
    default Optional<Duration> wish(RuntimeException failure) {
      return Optional.empty();
    }

    /** Is told before each wait. */
    default void waiting(RuntimeException failure, int tries, Duration wait) {}

    /** What is thrown at the end. */
    default RuntimeException ended(RuntimeException last, End end) {
      return last;
    }
  }

  /** Whether a request that was answered with this status of HTTP is sent again. */
  public static boolean mayPass(int httpStatus) {
    return PASSING.contains(httpStatus);
  }

  /** The same with other retries. */
  public RetryPolicy withRetries(int other) {
    return new RetryPolicy(other, base, cap, jitter, retryAfterCap, deadline);
  }

  /** The same with another deadline. */
  public RetryPolicy withDeadline(Duration other) {
    return new RetryPolicy(retries, base, cap, jitter, retryAfterCap, other);
  }

  /**
   * How long to wait before the next try.
   *
   * @param tries how many were made
   * @param wish of the other side; the longer of it and our own wait counts
   */
  public Duration delay(int tries, Optional<Duration> wish) {
    Duration own = own(tries);
    Duration wanted = wish.orElse(Duration.ZERO);
    Duration allowed = wanted.compareTo(retryAfterCap) > 0 ? retryAfterCap : wanted;
    return allowed.compareTo(own) > 0 ? allowed : own;
  }

  private Duration own(int tries) {
    // In doubles, so that no doubling runs over.
    double doubled = Math.scalb((double) base.toMillis(), Math.max(tries - 1, 0));
    double millis = Math.min(doubled, (double) cap.toMillis());
    double share = jitter == 0 ? 1 : ThreadLocalRandom.current().nextDouble(1 - jitter, 1 + jitter);
    return Duration.ofMillis(Math.round(millis * share));
  }

  /**
   * What a header {@code Retry-After} asks for: seconds, or a date. Nonsense and dates that have
   * passed ask for nothing.
   */
  public static Optional<Duration> wish(String retryAfter, Instant now) {
    String text = retryAfter.strip();
    if (text.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    if (text.matches("\\d{1,9}\\.\\d{1,9}")) {
      // Not as the standard has it, but as some write it: 2.0.
      return Optional.of(Duration.ofMillis((long) Math.ceil(Double.parseDouble(text) * 1000)));
    }
    if (text.matches("\\d+")) {
      return Optional.of(Duration.ofSeconds(999_999_999));
    }
    try {
      Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(now, at)).filter(wait -> !wait.isNegative());
    } catch (DateTimeParseException e) {
      // A header that says nothing asks for nothing.
      return Optional.empty();
    }
  }

  /** Tries until it goes well, cannot go well, or time or tries are used up. */
  public <T> T call(Work<T> work, Time time) {
    long start = time.nanos();
    for (int tries = 1; ; tries++) {
      try {
        return work.attempt();
      } catch (RuntimeException e) {
        if (!work.mayPass(e)) {
          throw e;
        }
        if (tries > retries) {
          throw work.ended(e, End.TRIES);
        }
        Duration left = deadline.minusNanos(time.nanos() - start);
        if (left.isNegative() || left.isZero()) {
          throw work.ended(e, End.DEADLINE);
        }
        Duration delay = delay(tries, work.wish(e));
        await(work, e, tries, delay.compareTo(left) < 0 ? delay : left, time);
      }
    }
  }

  private static void await(
      Work<?> work, RuntimeException failure, int tries, Duration wait, Time time) {
    work.waiting(failure, tries, wait);
    try {
      time.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw work.ended(failure, End.INTERRUPT);
    }
  }
}

package dev.penstock.source.rest.http;

import dev.penstock.failure.Time;
import dev.penstock.job.Rate;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keeps requests apart: as the settings say, and as the other side says in the headers of its
 * answers. One for all jobs of a source.
 */
public final class RateLimit {
  /** Who asks for a longer wait is asked again, and then says so by 429. */
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private static final List<String> REMAINING =
      List.of("x-ratelimit-remaining", "x-rate-limit-remaining", "ratelimit-remaining");
  private static final List<String> RESET =
      List.of("x-ratelimit-reset", "x-rate-limit-reset", "ratelimit-reset");

  /** A greater number is a moment, counted from 1970. */
  private static final long MOMENT = 1_000_000_000L;

  private final Optional<Rate> rate;
  private final Clock clock;
  private final Deque<Long> sent = new ArrayDeque<>();
  private Instant notBefore = Instant.MIN;

  /**
   * @param rate of the settings; empty heeds the headers alone
   */
  public RateLimit(Optional<Rate> rate, Clock clock) {
    this.rate = rate;
    this.clock = clock;
  }

  /** Returns when the next request may go; it counts as sent. */
  void await(Time time) throws InterruptedException {
    Duration wait = reserve(time.nanos());
    if (!wait.isZero()) {
      time.sleep(wait);
    }
  }

  private synchronized Duration reserve(long now) {
    Duration wait = Duration.ZERO;
    if (rate.isPresent()) {
      wait = slot(rate.get(), now);
    }
    Instant moment = clock.instant();
    Duration asked =
        notBefore.isAfter(moment) ? Duration.between(moment, notBefore) : Duration.ZERO;
    return asked.compareTo(wait) > 0 ? asked : wait;
  }

  private Duration slot(Rate limit, long now) {
    long next = now;
    if (sent.size() == limit.requests()) {
      next = Math.max(now, sent.removeFirst() + limit.period().toNanos());
    }
    sent.addLast(next);
    return Duration.ofNanos(next - now);
  }

  /** Takes note of what an answer says of the requests that are left. */
  synchronized void note(HttpHeaders headers) {
    OptionalLong remaining = number(headers, REMAINING);
    if (remaining.isPresent() && remaining.getAsLong() == 0) {
      reset(headers).ifPresent(wait -> notBefore = clock.instant().plus(wait));
    }
  }

  /** How long until requests are allowed again, where the answer says that none are left. */
  Optional<Duration> reset(HttpHeaders headers) {
    OptionalLong remaining = number(headers, REMAINING);
    OptionalLong reset = number(headers, RESET);
    if (remaining.isEmpty() || remaining.getAsLong() > 0 || reset.isEmpty()) {
      return Optional.empty();
    }
    long value = reset.getAsLong();
    Duration wait =
        value >= MOMENT
            ? Duration.between(clock.instant(), Instant.ofEpochSecond(value))
            : Duration.ofSeconds(value);
    return wait.isNegative() || wait.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(wait);
  }

  private static OptionalLong number(HttpHeaders headers, List<String> names) {
    for (String name : names) {
      Optional<String> value = headers.firstValue(name).filter(v -> v.matches("\\d{1,12}"));
      if (value.isPresent()) {
        return OptionalLong.of(Long.parseLong(value.get()));
      }
    }
    return OptionalLong.empty();
  }
}

package dev.penstock.storage.adls;

import dev.penstock.failure.RetryPolicy;
import java.time.Duration;

/**
 * How long is waited and how much is held.
 *
 * @param requestTimeout one request with its answer, at most 4 MiB either way
 * @param appendTimeout one append of a block, so that lines of 1 Mbit/s are enough
 * @param maxTries how often one request is sent, the first time included
 * @param deadline after which a request is not sent again; an append has as much more as its
 *     timeout is longer
 * @param firstDelay before the second try; doubled for each further one, give or take a quarter
 * @param maxDelay what doubling ends at
 * @param maxRetryAfter the longest wait that the service may ask for; a longer one is cut to this
 * @param leaseDuration 15 to 60 s, as the service has it
 * @param leaseRenewal how often a lease is renewed
 * @param blockBytes what one append or one read carries
 * @param blocksInFlight appends of one file that may be under way at the same time
 */
record AdlsLimits(
    Duration requestTimeout,
    Duration appendTimeout,
    int maxTries,
    Duration deadline,
    Duration firstDelay,
    Duration maxDelay,
    Duration maxRetryAfter,
    Duration leaseDuration,
    Duration leaseRenewal,
    int blockBytes,
    int blocksInFlight) {
  /** 60 s a request, 8 tries in 3 minutes; 4 appends of 4 MiB and a fifth block being filled. */
  static final AdlsLimits DEFAULT =
      new AdlsLimits(
          Duration.ofSeconds(60),
          Duration.ofMinutes(3),
          8,
          Duration.ofMinutes(3),
          Duration.ofMillis(500),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(20),
          4 << 20,
          4);

  private static final double JITTER = 0.25;

  /** How a request is sent again. */
  RetryPolicy retry() {
    return new RetryPolicy(maxTries - 1, firstDelay, maxDelay, JITTER, maxRetryAfter, deadline);
  }
}

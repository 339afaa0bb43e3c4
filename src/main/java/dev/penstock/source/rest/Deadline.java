package dev.penstock.source.rest;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.source.rest.http.Api;
import dev.penstock.source.rest.http.Limit;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * By when all pages must be there.
 *
 * @param api whose clock counts
 * @param seconds empty where the settings give no end
 */
record Deadline(Api api, OptionalLong seconds) {
  Deadline {
    requireNonNull(api, "api");
    requireNonNull(seconds, "seconds");
  }

  /**
   * What is left for the next page.
   *
   * @param place the beginning of messages
   * @param began when the first was asked for, by the clock of the API
   */
  Limit limit(String place, long began) {
    if (seconds.isEmpty()) {
      return Limit.NONE;
    }
    Duration left = Duration.ofSeconds(seconds.getAsLong()).minusNanos(api.nanos() - began);
    if (left.isNegative()) {
      throw late(place, "the pages before it took longer than");
    }
    return new Limit(left, () -> late(place, "it was not read to its end before"));
  }

  private IngestException late(String place, String what) {
    return new IngestException(
        ErrorCode.SOURCE_BUSY,
        "%s: %s the deadline of %,d s.\nRaise deadline, or have the API give less: larger pages (page_size), or less of them (params)."
            .formatted(place, what, seconds.getAsLong()));
  }
}

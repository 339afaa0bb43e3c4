package dev.penstock.secret.keyvault;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.RetryPolicy;
import dev.penstock.failure.Time;
import java.time.Duration;

/**
 * How long and how often a vault is asked.
 *
 * @param request for one answer
 * @param retry how a request is sent again
 * @param time in which the waits pass
 */
public record Patience(Duration request, RetryPolicy retry, Time time) {
  /** 15 s a request, 6 tries in a minute. */
  public static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(15),
          new RetryPolicy(
              5,
              Duration.ofMillis(500),
              Duration.ofSeconds(10),
              0.25,
              Duration.ofSeconds(10),
              Duration.ofSeconds(60)),
          Time.REAL);

  public Patience {
    requireNonNull(request, "request");
    requireNonNull(retry, "retry");
    requireNonNull(time, "time");
  }
}

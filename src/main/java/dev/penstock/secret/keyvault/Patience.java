package dev.penstock.secret.keyvault;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long and how often a vault is asked.
 *
 * @param request for one answer
 * @param total for all tries of one request, pauses included
 * @param longestPause between two tries, whatever the vault asks for
 * @param pause waits
 */
public record Patience(Duration request, Duration total, Duration longestPause, Pause pause) {
  /** What a run has. */
  public static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(15),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          length -> Thread.sleep(length.toMillis()));

  /** Lets time pass. */
  @FunctionalInterface
  public interface Pause {
    void of(Duration length) throws InterruptedException;
  }

  public Patience {
    requireNonNull(request, "request");
    requireNonNull(total, "total");
    requireNonNull(longestPause, "longestPause");
    requireNonNull(pause, "pause");
  }
}

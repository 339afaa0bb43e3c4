package dev.penstock.source.rest.http;

import dev.penstock.failure.IngestException;
import java.time.Duration;
import java.util.Optional;

/** A request that went wrong in a way that may pass; what is thrown when it does not is inside. */
public final class PassingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final IngestException last;
  private final transient Optional<Duration> wish;

  /**
   * @param last what is thrown when no further try helps
   * @param wish how long to wait at least, as the other side says
   */
  public PassingException(IngestException last, Optional<Duration> wish) {
    super(last.getMessage(), last);
    this.last = last;
    this.wish = wish;
  }

  IngestException last() {
    return last;
  }

  Optional<Duration> wish() {
    return wish;
  }
}

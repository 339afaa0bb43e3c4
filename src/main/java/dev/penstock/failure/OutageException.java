package dev.penstock.failure;

import java.time.Instant;

/** Something is out of reach, for this caller and for all others. */
public final class OutageException extends IngestException {
  private static final long serialVersionUID = 1L;

  private final int tries;
  private final Instant again;

  OutageException(ErrorCode code, String message, Throwable cause, int tries, Instant again) {
    super(code, message, cause);
    this.tries = tries;
    this.again = again;
  }

  /** The same, told at a place of the workbook, unless the message begins there already. */
  public OutageException at(String place) {
    return getMessage().startsWith(place)
        ? this
        : new OutageException(code(), place + ": " + getMessage(), this, tries, again);
  }

  /** How often it was tried, by anyone, since it is out of reach. */
  public int tries() {
    return tries;
  }

  /** When it is tried again; until then whoever asks is turned away. */
  public Instant again() {
    return again;
  }
}

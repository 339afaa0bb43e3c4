package dev.penstock.source.rest.http;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;

/** A request that the API refused, with what it said; whoever asked may know how to ask better. */
public final class AnsweredException extends IngestException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String said;

  AnsweredException(ErrorCode code, String message, int status, String said) {
    super(code, message);
    this.status = status;
    this.said = said;
  }

  public int status() {
    return status;
  }

  /** The beginning of the answer, on one line. */
  public String said() {
    return said;
  }
}

package dev.penstock.failure;

/**
 * The store did not answer whether the commit record was written: whoever catches this must delete
 * nothing.
 */
public final class CommitUnknownException extends IngestException {
  private static final long serialVersionUID = 1L;

  public CommitUnknownException(String message, Throwable cause) {
    super(ErrorCode.COMMIT_UNKNOWN, message, cause);
  }
}

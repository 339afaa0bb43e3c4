package dev.penstock.failure;

import static java.util.Objects.requireNonNull;

/**
 * The one exception of Penstock. Its message says where, what (with the value) and how to mend, in
 * the words of the workbook, and never holds a secret.
 */
public class IngestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public IngestException(ErrorCode code, String message) {
    super(requireNonNull(message, "message"));
    this.code = requireNonNull(code, "code");
  }

  public IngestException(ErrorCode code, String message, Throwable cause) {
    super(requireNonNull(message, "message"), cause);
    this.code = requireNonNull(code, "code");
  }

  public ErrorCode code() {
    return code;
  }
}

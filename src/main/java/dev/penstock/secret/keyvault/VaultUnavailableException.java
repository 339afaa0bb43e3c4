package dev.penstock.secret.keyvault;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;

/**
 * The vault does not let us know what it holds: it was not reached, or it refuses us. Unlike a
 * failure of one secret, the setting vault_required decides what comes of it.
 */
final class VaultUnavailableException extends IngestException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** What some callers treat apart. */
  enum Reason {
    /** This identity may not do this, but perhaps something else. */
    FORBIDDEN,
    OTHER
  }

  VaultUnavailableException(Reason reason, String message, Throwable cause) {
    this(reason, ErrorCode.SECRET, message, cause);
  }

  private VaultUnavailableException(
      Reason reason, ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
    this.reason = reason;
  }

  /** Nobody could be signed in: code and words are those of the sign-in. */
  static VaultUnavailableException of(IngestException signIn) {
    return new VaultUnavailableException(Reason.OTHER, signIn.code(), signIn.getMessage(), signIn);
  }

  Reason reason() {
    return reason;
  }
}

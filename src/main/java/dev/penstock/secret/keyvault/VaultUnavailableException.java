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
    super(ErrorCode.SECRET, message, cause);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}

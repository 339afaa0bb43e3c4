package dev.penstock.audit;

/** How a job ended, as the audit says it. */
public enum Status {
  SUCCESS,
  NOTHING_NEW,
  FAILED,
  VALIDATION_FAILED,
  SECRETS_INVALID,
  CONFLICT,
  INTERRUPTED,
  SKIPPED
}

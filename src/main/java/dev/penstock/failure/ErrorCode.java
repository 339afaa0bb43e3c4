package dev.penstock.failure;

/**
 * What kind of failure happened: may a retry help, whose is it to mend, and what does the process
 * exit with.
 */
public enum ErrorCode {
  /** The workbook, a setting or the command line is wrong. */
  CONFIG(Retry.NEVER, Owner.WORKBOOK_AUTHOR, 2),
  /** A secret is missing, empty or unreadable. */
  SECRET(Retry.NEVER, Owner.ENGINEER, 1),
  /** The source refused the credentials; trying again could lock the account. */
  LOGIN_REFUSED(Retry.NEVER, Owner.ENGINEER, 1),
  /** The source could not be reached, or the connection broke. */
  SOURCE_UNREACHABLE(Retry.MAY_HELP, Owner.OPERATOR, 1),
  /** The source answered that it is busy, restarting, or chose this query as a deadlock victim. */
  SOURCE_BUSY(Retry.MAY_HELP, Owner.OPERATOR, 1),
  /**
   * The source refused the query: a table, column or permission is missing, or the SQL is wrong.
   */
  SOURCE_REFUSED(Retry.NEVER, Owner.WORKBOOK_AUTHOR, 1),
  /** A value of the source does not fit the column type it must land in. */
  VALUE(Retry.NEVER, Owner.WORKBOOK_AUTHOR, 1),
  /** The table's columns changed, and the job's schema_contract does not allow it. */
  SCHEMA(Retry.NEVER, Owner.WORKBOOK_AUTHOR, 1),
  /** Rows counted at the source, rows read and rows in the files differ. */
  COUNT_MISMATCH(Retry.MAY_HELP, Owner.OPERATOR, 1),
  /** The destination could not be read or written. */
  STORAGE(Retry.MAY_HELP, Owner.OPERATOR, 1),
  /** The destination did not answer, or there was no connection to it. */
  STORAGE_UNREACHABLE(Retry.MAY_HELP, Owner.OPERATOR, 1),
  /** The destination refuses for good: no permission, no space, not a usable store. */
  STORAGE_REFUSED(Retry.NEVER, Owner.ENGINEER, 1),
  /** Another run of the same job holds the lock or has committed first. */
  CONFLICT(Retry.NEVER, Owner.OPERATOR, 1),
  /** The store did not say whether the commit happened; nothing may be deleted. */
  COMMIT_UNKNOWN(Retry.NEVER, Owner.OPERATOR, 1),
  /** The run was told to stop. */
  INTERRUPTED(Retry.NEVER, Owner.OPERATOR, 130),
  /** A defect of Penstock itself. */
  INTERNAL(Retry.NEVER, Owner.DEVELOPER, 1);

  /** Whether trying the same again may succeed. */
  public enum Retry {
    NEVER,
    MAY_HELP
  }

  /** Who can mend it. */
  public enum Owner {
    WORKBOOK_AUTHOR,
    ENGINEER,
    OPERATOR,
    DEVELOPER
  }

  private final Retry retry;
  private final Owner owner;
  private final int exitCode;

  ErrorCode(Retry retry, Owner owner, int exitCode) {
    this.retry = retry;
    this.owner = owner;
    this.exitCode = exitCode;
  }

  public Retry retry() {
    return retry;
  }

  public Owner owner() {
    return owner;
  }

  /** The exit code of a process that ends because of this failure alone. */
  public int exitCode() {
    return exitCode;
  }
}

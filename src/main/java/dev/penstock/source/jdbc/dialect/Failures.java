package dev.penstock.source.jdbc.dialect;

import dev.penstock.failure.ErrorCode;
import java.sql.SQLException;

/** What errors of one driver mean. */
public interface Failures {
  Failure explain(SQLException error);

  /** What did not fit into memory, on this side; trying again would not help. */
  static Failure outOfMemory() {
    return new Failure(
        ErrorCode.SOURCE_REFUSED,
        "the rows need more memory than there is",
        "Leave columns with large values out (column columns), lower chunk_size or parallelism of this row, or give more with PENSTOCK_JAVA_OPTS=-Xmx1g.");
  }

  /**
   * @param what what happened, in the words of the database where they help
   * @param mend what to do about it, as sentences
   */
  record Failure(ErrorCode code, String what, String mend) {}
}

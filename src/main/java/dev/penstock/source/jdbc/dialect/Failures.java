package dev.penstock.source.jdbc.dialect;

import dev.penstock.failure.ErrorCode;
import java.sql.SQLException;

/** What errors of one driver mean. */
public interface Failures {
  Failure explain(SQLException error);

  /**
   * @param what what happened, in the words of the database where they help
   * @param mend what to do about it, as sentences
   */
  record Failure(ErrorCode code, String what, String mend) {}
}

package dev.penstock.source.jdbc.dialect;

import dev.penstock.failure.ErrorCode;
import java.sql.SQLException;
import java.util.List;

/** What errors of one driver mean. */
public interface Failures {
  /** What to do when no server answers. */
  String REACH =
      "Check host and port, that the server runs, and that a firewall lets this machine through.";

  Failure explain(SQLException error);

  /** The codes that are known, from which the docs are made too. */
  List<Rule> rules();

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

  /**
   * What some codes mean.
   *
   * @param codes as the database has them; one that ends in * stands for all that begin so
   * @param meaning in words, for the docs
   * @param what what happened, with %s for the words of the database
   */
  record Rule(List<String> codes, ErrorCode code, String meaning, String what, String mend) {
    public Rule {
      codes = List.copyOf(codes);
    }

    /** Whether it is about this code: as it is, or as one of many. */
    public boolean isOf(String given) {
      return codes.stream()
          .anyMatch(
              known ->
                  known.endsWith("*")
                      ? given.startsWith(known.substring(0, known.length() - 1))
                      : known.equals(given));
    }

    public Failure failure(String words) {
      return new Failure(code, what.formatted(words), mend);
    }
  }
}

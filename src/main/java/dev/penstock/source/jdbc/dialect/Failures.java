package dev.penstock.source.jdbc.dialect;

import dev.penstock.failure.ErrorCode;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What errors of one driver mean. */
public interface Failures {
  /** What to do when no server answers. */
  String REACH =
      "Check host and port, that the server runs, and that a firewall lets this machine through.";

  /** By the states of standard SQL. */
  Rule NO_CONNECTION =
      new Rule(
          List.of("08*"), ErrorCode.SOURCE_UNREACHABLE, "no connection, or it broke", "%s", REACH);

  /** The last rule of a database. */
  Rule ANY_OTHER =
      new Rule(
          List.of("*"),
          ErrorCode.SOURCE_REFUSED,
          "any other",
          "%s",
          "Check query, query_filter and the names in this row.");

  /** Chains of causes that lead back to themselves have been seen. */
  int MOST_CAUSES = 20;

  Failure explain(SQLException error);

  /** The codes that are known, from which the docs are made too. */
  List<Rule> rules();

  /** Whether an error of this kind is among the causes, the error itself included. */
  static boolean has(Throwable error, Class<? extends Throwable> kind) {
    return Stream.iterate(error, cause -> cause != null, Throwable::getCause)
        .limit(MOST_CAUSES)
        .anyMatch(kind::isInstance);
  }

  /** The first line of a message, without what a pattern finds in it and without its full stop. */
  static String sentence(SQLException error, Pattern noise) {
    String message =
        error.getMessage() == null ? "error " + error.getErrorCode() : error.getMessage();
    String line = noise.matcher(message).replaceAll("").lines().findFirst().orElse("").strip();
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }

  /** The rule of exactly this code: no number is taken for the beginning of a state. */
  default Optional<Rule> exactly(String code) {
    return rules().stream().filter(rule -> rule.codes().contains(code)).findFirst();
  }

  /** What its state says, failing that the last rule, which is for all others. */
  default Failure byState(SQLException error, String words) {
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    String said = has(error, UnknownHostException.class) ? "no such host is known" : words;
    return rules().stream()
        .filter(rule -> !rule.codes().contains("*") && rule.isOf(state))
        .findFirst()
        .orElseGet(() -> rules().get(rules().size() - 1))
        .failure(said);
  }

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

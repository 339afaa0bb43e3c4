package dev.penstock.workbook;

import java.util.Optional;

/**
 * SQL from a cell, looked over for what cannot stand inside a larger statement. It is no parser:
 * the source still decides what is valid.
 */
final class SqlText {
  /** Why it cannot be used, and what to do about it. */
  record Objection(String what, String mend) {}

  private final String sql;
  private int depth;

  private SqlText(String sql) {
    this.sql = sql;
  }

  /** What is wrong with a condition; empty when nothing is. */
  static Optional<Objection> objectionToFilter(String sql) {
    if (sql.matches("(?is)where\\b.*")) {
      return Optional.of(
          new Objection("it begins with WHERE.", "Leave the word out; it is added for you."));
    }
    return new SqlText(sql).objection();
  }

  /** What is wrong with a SELECT; empty when nothing is. */
  static Optional<Objection> objectionToQuery(String sql) {
    if (!sql.matches("(?is)(select|with)\\b.*")) {
      return Optional.of(
          new Objection(
              "it does not begin with SELECT or WITH.",
              "Write one SELECT; Penstock only reads from sources."));
    }
    return new SqlText(sql).objection();
  }

  private Optional<Objection> objection() {
    int i = 0;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '\'' || c == '"') {
        int end = sql.indexOf(c, i + 1);
        if (end < 0) {
          return at(i, "opens a quote " + c + " that is never closed", "Close the quote.");
        }
        i = end;
      } else {
        Optional<Objection> found = objectionTo(c, i);
        if (found.isPresent()) {
          return found;
        }
      }
      i++;
    }
    return depth == 0
        ? Optional.empty()
        : at(sql.length() - 1, "leaves a parenthesis open", "Close every parenthesis.");
  }

  private Optional<Objection> objectionTo(char c, int i) {
    boolean comment = sql.startsWith("--", i) || sql.startsWith("/*", i);
    if (comment) {
      return at(
          i,
          "begins a comment with %s, which would hide the SQL that follows"
              .formatted(sql.substring(i, i + 2)),
          "Take the comment out; the column description is for notes.");
    }
    if (c == ';') {
      return at(
          i,
          "holds a ;, which would end the statement and begin another",
          "Take it out; one cell is one condition or one SELECT.");
    }
    if (CellText.indexOfSmartQuote(sql.substring(i, i + 1)) == 0) {
      return at(
          i, "holds the typographic quote " + c + ", which is no SQL", "Write ' or \" instead.");
    }
    if (c == '\0') {
      return at(i, "holds a NUL character", "Take it out.");
    }
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    return depth < 0
        ? at(i, "closes a parenthesis that was not opened", "Balance the parentheses.")
        : Optional.empty();
  }

  private static Optional<Objection> at(int index, String what, String mend) {
    return Optional.of(new Objection("character %d %s.".formatted(index + 1, what), mend));
  }
}

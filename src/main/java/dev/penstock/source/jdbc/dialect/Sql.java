package dev.penstock.source.jdbc.dialect;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * SQL that a person wrote in a cell. Knows strings, quoted names and comments, and nothing else of
 * the language. Databases differ in what they take for quoted, so that a flaw in any reading is
 * one: what one of them takes for a comment could be a second statement to another.
 */
public final class Sql {
  /** How a text may be taken. */
  private enum Reading {
    USUAL,
    BACKTICK_IS_A_CHARACTER,
    COMMENTS_NEST,
    COMMENTS_NEST_AND_BACKTICK_IS_A_CHARACTER,
    /** Names stand in brackets, comments nest, and there are neither backslashes nor dollars. */
    TRANSACT;

    boolean nests() {
      return this != USUAL && this != BACKTICK_IS_A_CHARACTER;
    }

    boolean quotes(char c) {
      return c == '"' || (c == '`' && (this == USUAL || this == COMMENTS_NEST));
    }
  }

  private final String text;
  private final Reading reading;
  private final StringBuilder escaped = new StringBuilder();
  private boolean statementEnds;
  private boolean commentOpen;
  private int depth;
  private boolean closesTooMuch;

  private Sql(String text, Reading reading) {
    this.text = text;
    this.reading = reading;
    scan();
  }

  /** Reads a cell; one closing semicolon is dropped. */
  public static Sql of(String cell) {
    String text = cell.strip();
    while (text.endsWith(";")) {
      text = text.substring(0, text.length() - 1).stripTrailing();
    }
    return new Sql(text, Reading.USUAL);
  }

  /** Why this cannot stand inside a larger statement; empty when it can. */
  public Optional<String> flaw() {
    return Stream.of(Reading.values())
        .filter(each -> each != Reading.TRANSACT)
        .map(each -> each == reading ? this : new Sql(text, each))
        .flatMap(sql -> sql.flawAsRead().stream())
        .findFirst();
  }

  /** The same for SQL Server, which reads a text in one way only. */
  public Optional<String> flawInTransactSql() {
    return new Sql(text, Reading.TRANSACT).flawAsRead();
  }

  private Optional<String> flawAsRead() {
    if (text.isEmpty()) {
      return Optional.of("is empty");
    }
    if (statementEnds) {
      return Optional.of("holds a semicolon outside quotes, and only one statement can be sent");
    }
    if (commentOpen) {
      return Optional.of("opens a quote or a comment that it does not close");
    }
    return depth != 0 || closesTooMuch
        ? Optional.of("has parentheses that do not match")
        : Optional.empty();
  }

  /** The text, each question mark outside quotes doubled, for a driver to which two are one. */
  public String escaped() {
    return escaped.toString();
  }

  public String text() {
    return text;
  }

  private void scan() {
    int at = 0;
    while (at < text.length()) {
      int end = quotedEnd(at);
      if (end < 0) {
        commentOpen = true;
        escaped.append(text.substring(at));
        return;
      }
      if (end == at) {
        plain(text.charAt(at));
        end = at + 1;
      } else {
        escaped.append(text, at, end);
      }
      at = end;
    }
  }

  private void plain(char c) {
    escaped.append(c);
    switch (c) {
      case ';' -> statementEnds = true;
      case '(' -> depth++;
      case ')' -> closesTooMuch |= --depth < 0;
      case '?' -> escaped.append('?');
      default -> {}
    }
  }

  /** Where the quote or comment that begins here ends; {@code at} if none begins, -1 if open. */
  private int quotedEnd(int at) {
    char c = text.charAt(at);
    if (c == '\'') {
      return stringEnd(at);
    }
    if (reading.quotes(c)) {
      return after(String.valueOf(c), at + 1);
    }
    if (c == '[' && reading == Reading.TRANSACT) {
      return bracketEnd(at);
    }
    if (text.startsWith("--", at)) {
      int end = text.indexOf('\n', at);
      return end < 0 ? text.length() : end + 1;
    }
    if (text.startsWith("/*", at)) {
      return reading.nests() ? nestedEnd(at) : after("*/", at + 2);
    }
    return c == '$' && reading != Reading.TRANSACT ? dollarEnd(at) : at;
  }

  private int bracketEnd(int at) {
    int end = after("]", at + 1);
    while (end >= 0 && text.startsWith("]", end)) {
      end = after("]", end + 1);
    }
    return end;
  }

  private int after(String mark, int from) {
    int found = text.indexOf(mark, from);
    return found < 0 ? -1 : found + mark.length();
  }

  private int nestedEnd(int at) {
    int open = 0;
    for (int i = at; i + 1 < text.length(); i++) {
      if (text.startsWith("/*", i)) {
        open++;
        i++;
      } else if (text.startsWith("*/", i)) {
        open--;
        i++;
        if (open == 0) {
          return i + 1;
        }
      }
    }
    return -1;
  }

  private int stringEnd(int at) {
    boolean escapes =
        reading != Reading.TRANSACT
            && at > 0
            && (text.charAt(at - 1) == 'E' || text.charAt(at - 1) == 'e')
            && (at == 1 || !Character.isJavaIdentifierPart(text.charAt(at - 2)));
    for (int i = at + 1; i < text.length(); i++) {
      if (escapes && text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '\'') {
        return i + 1;
      }
    }
    return -1;
  }

  private int dollarEnd(int at) {
    int second = text.indexOf('$', at + 1);
    if (second < 0 || !text.substring(at + 1, second).matches("(?:[\\p{L}_][\\p{L}\\p{N}_]*)?")) {
      return at;
    }
    return after(text.substring(at, second + 1), second + 1);
  }
}

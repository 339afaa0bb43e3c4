package dev.penstock.testing.tds;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A statement in the words of H2, which knows most of T-SQL, but not all. */
final class TransactSql {
  private static final Map<String, String> WORDS =
      Map.of(
          "count_big", "COUNT",
          "clustered", "",
          "nonclustered", "",
          "sysname", "VARCHAR(128)",
          "generate_series", "SYSTEM_RANGE");

  /** H2 keeps what these would make of a value. */
  private static final Pattern METHOD = Pattern.compile("(ToString|AsBinaryZM|AsTextZM)\\(\\)");

  private final String sql;
  private final StringBuilder out = new StringBuilder();
  private final List<String> variables = new ArrayList<>();
  private int at;

  private final boolean series;

  private TransactSql(String sql) {
    this.sql = sql;
    // Its one column is called value, and X in H2.
    this.series = sql.toLowerCase(Locale.ROOT).contains("generate_series");
  }

  /**
   * @param variables that its question marks stand for, in their order
   */
  record Translated(String sql, List<String> variables) {}

  static Translated translate(String sql) {
    TransactSql statement = new TransactSql(sql);
    while (statement.at < sql.length()) {
      statement.token();
    }
    return new Translated(statement.out.toString(), List.copyOf(statement.variables));
  }

  /** Where what begins at {@code from} ends: a string, a name, a comment, a word or a sign. */
  static int end(String sql, int from) {
    char c = sql.charAt(from);
    if (c == '\'' || c == '"') {
      return quotedEnd(sql, from, c);
    }
    if (c == '[') {
      return quotedEnd(sql, from, ']');
    }
    if (sql.startsWith("--", from)) {
      int line = sql.indexOf('\n', from);
      return line < 0 ? sql.length() : line;
    }
    if (sql.startsWith("/*", from)) {
      return commentEnd(sql, from);
    }
    int end = from;
    while (end < sql.length() && isWord(sql.charAt(end))) {
      end++;
    }
    return Math.max(end, from + 1);
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '@' || c == '#';
  }

  private static int quotedEnd(String sql, int from, char mark) {
    int at = from + 1;
    while (at < sql.length()) {
      if (sql.charAt(at) != mark) {
        at++;
      } else if (at + 1 < sql.length() && sql.charAt(at + 1) == mark) {
        at += 2;
      } else {
        return at + 1;
      }
    }
    return sql.length();
  }

  private static int commentEnd(String sql, int from) {
    int depth = 0;
    int at = from;
    while (at < sql.length()) {
      if (sql.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
        if (depth == 0) {
          return at;
        }
      } else {
        at++;
      }
    }
    return sql.length();
  }

  private void token() {
    int end = end(sql, at);
    String token = sql.substring(at, end);
    at = end;
    if (token.startsWith("[")) {
      out.append('"').append(name(token).replace("\"", "\"\"")).append('"');
    } else if (token.startsWith("--") || token.startsWith("/*")) {
      out.append(' ');
    } else if (token.startsWith("@@")) {
      out.append(token.substring(2)).append("()");
    } else if (token.startsWith("@")) {
      out.append('?');
      variables.add(token);
    } else if (token.equalsIgnoreCase("n") && sql.startsWith("'", at)) {
      out.append("");
    } else if (token.equals(".") && METHOD.matcher(sql).region(at, sql.length()).lookingAt()) {
      // No longer a value of the type that it was.
      out.append(sql.startsWith("AsBinary", at) ? " || NO_BYTES()" : " || NO_TEXT()");
      at = sql.indexOf(')', at) + 1;
    } else if (token.equals("(") && sql.startsWith("max)", at)) {
      at += "max)".length();
    } else if (token.equalsIgnoreCase("value") && series) {
      out.append("X");
    } else {
      out.append(WORDS.getOrDefault(token.toLowerCase(Locale.ROOT), token));
    }
  }

  /** Without its quotes. */
  static String name(String token) {
    if (token.startsWith("[")) {
      return token.substring(1, token.length() - 1).replace("]]", "]");
    }
    return token.startsWith("\"")
        ? token.substring(1, token.length() - 1).replace("\"\"", "\"")
        : token;
  }
}

package dev.penstock.testing.tds;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table as T-SQL declares it, in H2: there each column keeps in its comment how it was declared.
 */
final class NewTable {
  private static final Pattern TABLE =
      Pattern.compile("(?is)\\s*CREATE\\s+TABLE\\s+(.*?)\\s*(\\(.*\\))\\s*");
  private static final Pattern CONSTRAINT =
      Pattern.compile("(?is)(PRIMARY|CONSTRAINT|UNIQUE|CHECK|FOREIGN)\\b.*");
  private static final Pattern TYPE =
      Pattern.compile(
          "(?is)\\s*((?:dbo\\.)?\\[?[a-z0-9_]+]?(?:\\s*\\(\\s*(?:\\d+|max)\\s*(?:,\\s*\\d+\\s*)?\\))?)(.*)");
  private static final Pattern COMPUTED =
      Pattern.compile("(?is)\\s*AS\\s*(\\(.*\\))\\s*(?:PERSISTED)?\\s*");

  private final String name;
  private final List<String> columns = new ArrayList<>();
  private final List<String> comments = new ArrayList<>();

  private NewTable(String name) {
    this.name = name;
  }

  /**
   * The statements for H2; empty when it is about something else.
   *
   * @param aliases types that were named before
   */
  static Optional<List<String>> statements(String sql, Map<String, SqlType> aliases) {
    Optional<Integer> open = opening(sql);
    Matcher matcher = TABLE.matcher(sql);
    if (!matcher.matches() || open.isEmpty()) {
      return Optional.empty();
    }
    String head = sql.substring(0, open.get());
    String name = head.replaceFirst("(?is)\\s*CREATE\\s+TABLE\\s+", "");
    NewTable table = new NewTable(TransactSql.translate(name).sql().strip());
    String body = sql.substring(open.get() + 1, sql.lastIndexOf(')'));
    parts(body).forEach(part -> table.add(part.strip(), aliases));
    List<String> statements = new ArrayList<>();
    statements.add("CREATE TABLE %s (%s)".formatted(table.name, String.join(", ", table.columns)));
    statements.addAll(table.comments);
    if (sql.matches("(?is).*\\bNONCLUSTERED\\b.*")) {
      statements.add("COMMENT ON TABLE %s IS 'heap'".formatted(table.name));
    }
    return Optional.of(statements);
  }

  private static Optional<Integer> opening(String sql) {
    int at = 0;
    while (at < sql.length()) {
      if (sql.charAt(at) == '(') {
        return Optional.of(at);
      }
      at = TransactSql.end(sql, at);
    }
    return Optional.empty();
  }

  private static List<String> parts(String body) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int at = 0; at < body.length(); at = TransactSql.end(body, at)) {
      char c = body.charAt(at);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(body.substring(from, at));
        from = at + 1;
      }
    }
    parts.add(body.substring(from));
    return parts;
  }

  private void add(String part, Map<String, SqlType> aliases) {
    if (CONSTRAINT.matcher(part).matches()) {
      columns.add(TransactSql.translate(part).sql());
      return;
    }
    int end = TransactSql.end(part, 0);
    String column = TransactSql.translate(part.substring(0, end)).sql();
    String rest = part.substring(end);
    Matcher computed = COMPUTED.matcher(rest);
    if (computed.matches()) {
      String expression = TransactSql.translate(computed.group(1)).sql();
      // H2 wants to be told what comes out.
      columns.add(column + " INTEGER GENERATED ALWAYS AS " + expression);
      return;
    }
    Matcher matcher = TYPE.matcher(rest);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(part);
    }
    Function<String, SqlType> parse = SqlType::parse;
    String text = matcher.group(1).replaceFirst("^dbo\\.", "");
    SqlType type = Optional.ofNullable(aliases.get(text)).orElseGet(() -> parse.apply(text));
    columns.add(column + " " + type.inH2() + TransactSql.translate(matcher.group(2)).sql());
    comments.add("COMMENT ON COLUMN %s.%s IS '%s'".formatted(name, column, type.text()));
  }
}

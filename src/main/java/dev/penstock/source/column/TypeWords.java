package dev.penstock.source.column;

import dev.penstock.source.column.ColumnType.Kind;
import dev.penstock.source.column.ColumnType.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Column types in the words of {@code column_types}. */
final class TypeWords {
  private static final Pattern DECIMAL =
      Pattern.compile("(?:decimal|numeric)\\s*\\(\\s*(\\d{1,3})\\s*(?:,\\s*(\\d{1,3})\\s*)?\\)");
  private static final Pattern NESTED =
      Pattern.compile("(list|struct)\\s*\\((.*)\\)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final String PLAIN_NAME = "[A-Za-z_][A-Za-z_0-9]*";
  private static final Pattern MEMBER =
      Pattern.compile("\\s*(?:(" + PLAIN_NAME + ")|\"((?:[^\"]|\"\")+)\")\\s+(.+)", Pattern.DOTALL);
  private static final Map<String, Kind> SYNONYMS =
      Map.of(
          "string", Kind.TEXT,
          "varchar", Kind.TEXT,
          "int", Kind.INTEGER,
          "long", Kind.BIGINT,
          "bool", Kind.BOOLEAN,
          "bytes", Kind.BINARY);

  private TypeWords() {}

  static Optional<ColumnType> parse(String text) {
    Matcher nested = NESTED.matcher(text.strip());
    if (nested.matches()) {
      return nested.group(1).equalsIgnoreCase("list")
          ? parse(nested.group(2)).map(ColumnType::list)
          : struct(nested.group(2));
    }
    String word = text.strip().toLowerCase(Locale.ROOT);
    Matcher decimal = DECIMAL.matcher(word);
    if (decimal.matches()) {
      int precision = Integer.parseInt(decimal.group(1));
      int scale = decimal.group(2) == null ? 0 : Integer.parseInt(decimal.group(2));
      boolean possible =
          precision >= 1 && precision <= ColumnType.MAX_PRECISION && scale <= precision;
      return possible ? Optional.of(ColumnType.decimal(precision, scale)) : Optional.empty();
    }
    if (SYNONYMS.containsKey(word)) {
      return Optional.of(ColumnType.of(SYNONYMS.get(word)));
    }
    for (Kind kind : Kind.values()) {
      boolean complete = kind != Kind.DECIMAL && kind != Kind.LIST && kind != Kind.STRUCT;
      if (complete && kind.name().toLowerCase(Locale.ROOT).equals(word)) {
        return Optional.of(ColumnType.of(kind));
      }
    }
    return Optional.empty();
  }

  private static Optional<ColumnType> struct(String members) {
    List<Member> all = new ArrayList<>();
    for (String each : split(members)) {
      Matcher member = MEMBER.matcher(each);
      Optional<ColumnType> type =
          member.matches() ? parse(member.group(3)) : Optional.<ColumnType>empty();
      if (type.isEmpty()) {
        return Optional.empty();
      }
      String quoted = member.group(2);
      String name = quoted == null ? member.group(1) : quoted.replace("\"\"", "\"");
      if (all.stream().anyMatch(other -> other.name().equals(name))) {
        return Optional.empty();
      }
      all.add(new Member(name, type.get()));
    }
    return Optional.of(ColumnType.struct(all));
  }

  /** At commas outside of quotes and parentheses. */
  private static List<String> split(String members) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int from = 0;
    for (int at = 0; at < members.length(); at++) {
      char c = members.charAt(at);
      quoted ^= c == '"';
      if (!quoted) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      }
      if (!quoted && depth == 0 && c == ',') {
        parts.add(members.substring(from, at));
        from = at + 1;
      }
    }
    parts.add(members.substring(from));
    return parts;
  }

  /** Such that {@link #parse} reads it. */
  static String struct(List<Member> members) {
    return members.stream()
        .map(member -> quoted(member.name()) + " " + member.type().word())
        .collect(Collectors.joining(", ", "struct(", ")"));
  }

  private static String quoted(String name) {
    return name.matches(PLAIN_NAME) ? name : '"' + name.replace("\"", "\"\"") + '"';
  }
}

package dev.penstock.source.jdbc.column;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the name of a nested type says, as DuckDB writes it: {@code STRUCT(a INTEGER, "b c" DATE)},
 * {@code MAP(VARCHAR, STRUCT(t TIMESTAMP))[]}. Reads one name.
 */
public final class NestedName {
  private static final Pattern NESTED = Pattern.compile("(?s)(?:STRUCT|MAP)\\(.*|UNION\\(.*\\]");

  /** Days, times and moments, of which drivers may make values of the zone of this machine. */
  private static final Pattern MOMENT = Pattern.compile("DATE|TIME(?:STAMP)?(?:_\\w+)?");

  private static final String ZONE = " WITH TIME ZONE";

  /** Its members have no names, and no text can name it. */
  private static final String UNNAMED = "TUPLE";

  private final String type;
  private final StringBuilder texts = new StringBuilder();
  private final List<String> members = new ArrayList<>();

  /** For each open parenthesis, whether names stand in it. */
  private final Deque<Boolean> named = new ArrayDeque<>();

  private boolean nameIsNext;
  private boolean unnamed;
  private String word = "";
  private int at;

  private NestedName(String type) {
    this.type = type;
    while (at < type.length()) {
      step();
    }
  }

  /** Whether a type has members with names, or is a list of such. */
  public static boolean isOne(String type) {
    return NESTED.matcher(type).matches() && !new NestedName(type).unnamed;
  }

  /** The same type with texts in place of days, times and moments. */
  public static String withTexts(String type) {
    return new NestedName(type).texts.toString();
  }

  /** The names of the members of a {@code STRUCT} in their order. */
  static List<String> members(String type) {
    return new NestedName(type).members;
  }

  private void step() {
    char c = type.charAt(at);
    switch (c) {
      case '"' -> name(quoted(c));
      case '\'' -> texts.append(quoted(c));
      case '(' -> {
        named.push(word.equals("STRUCT") || word.equals("UNION"));
        nameIsNext = named.peek();
        copy(c);
      }
      case ')' -> {
        named.poll();
        nameIsNext = false;
        copy(c);
      }
      case ',' -> {
        nameIsNext = Boolean.TRUE.equals(named.peek());
        copy(c);
      }
      case ' ', '[', ']' -> copy(c);
      default -> word();
    }
  }

  private void copy(char c) {
    texts.append(c);
    at++;
  }

  /** A quote inside is written twice. */
  private String quoted(char quote) {
    int begin = at;
    do {
      at = type.indexOf(quote, at + 1) + 1;
    } while (at > 0 && at < type.length() && type.charAt(at) == quote);
    at = at > 0 ? at : type.length();
    return type.substring(begin, at);
  }

  private void name(String written) {
    texts.append(written);
    if (nameIsNext && named.size() == 1) {
      boolean quoted = written.startsWith("\"");
      members.add(
          quoted ? written.substring(1, written.length() - 1).replace("\"\"", "\"") : written);
    }
    nameIsNext = false;
  }

  private void word() {
    int begin = at;
    while (at < type.length() && " ()[],\"'".indexOf(type.charAt(at)) < 0) {
      at++;
    }
    word = type.substring(begin, at);
    if (nameIsNext) {
      name(word);
      word = "";
    } else if (MOMENT.matcher(word).matches()) {
      texts.append("VARCHAR");
      at += type.startsWith(ZONE, at) ? ZONE.length() : 0;
    } else {
      texts.append(word);
      unnamed |= word.equals(UNNAMED);
    }
  }
}

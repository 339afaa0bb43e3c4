package dev.penstock.workbook;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Several values in one cell. */
final class Lists {
  private Lists() {}

  /**
   * The values between commas, semicolons and line breaks. Inside double quotes and parentheses
   * these do not separate; the quotes around a value are taken away.
   */
  static List<String> split(String text) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    int depth = 0;
    boolean quoted = false;
    for (char c : (text + ",").toCharArray()) {
      quoted ^= c == '"';
      if (!quoted) {
        depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
      }
      if (!quoted && depth == 0 && ",;\n\r".indexOf(c) >= 0) {
        add(value.toString(), values);
        value.setLength(0);
      } else {
        value.append(c);
      }
    }
    // What an open quote or parenthesis has swallowed, without the comma put at the end.
    add(value.isEmpty() ? "" : value.substring(0, value.length() - 1), values);
    return values;
  }

  /** The first value that stands there twice. */
  static Optional<String> repeated(List<String> values) {
    Set<String> seen = new HashSet<>();
    return values.stream().filter(value -> !seen.add(value)).findFirst();
  }

  private static void add(String raw, List<String> values) {
    String value = CellText.clean(raw);
    if (value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")) {
      value = value.substring(1, value.length() - 1).replace("\"\"", "\"");
    }
    if (!value.isEmpty()) {
      values.add(value);
    }
  }
}

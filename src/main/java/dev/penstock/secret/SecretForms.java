package dev.penstock.secret;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The forms in which one value turns up in URLs, JSON, XML, SQL and one-line messages. */
final class SecretForms {
  /** Lines of a key file shorter than this, such as the last, are no secret alone. */
  private static final int SHORTEST_LINE = 12;

  private static final Pattern ESCAPE = Pattern.compile("%[0-9A-F]{2}");

  private SecretForms() {}

  static Set<String> of(String value) {
    Set<String> forms = new HashSet<>();
    forms.add(value);
    addPercentEncoded(value, forms);
    forms.add(jsonEscaped(value, 0x10FFFF));
    forms.add(jsonEscaped(value, 0x7E));
    forms.add(jsonEscaped(value, 0x7E).replace("/", "\\/"));
    forms.add(xmlEscaped(value));
    forms.add(value.replace("'", "''"));
    forms.add(value.replace("\"", "\"\""));
    forms.add(value.replace("}", "}}"));
    forms.add(Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
    addLines(value, forms);
    forms.removeIf(String::isBlank);
    return forms;
  }

  private static void addPercentEncoded(String value, Set<String> forms) {
    String form = URLEncoder.encode(value, StandardCharsets.UTF_8);
    String path = form.replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
    for (String encoded : new String[] {form, path}) {
      forms.add(encoded);
      forms.add(
          ESCAPE.matcher(encoded).replaceAll(match -> match.group().toLowerCase(Locale.ROOT)));
    }
  }

  /** Messages are often cut into lines, or lines joined, before they reach a log. */
  private static void addLines(String value, Set<String> forms) {
    if (value.indexOf('\n') < 0 && value.indexOf('\r') < 0) {
      return;
    }
    forms.add(value.replaceAll("[\\r\\n]+", " "));
    forms.add(value.replaceAll("[\\r\\n]+", " ").strip());
    value.lines().map(String::strip).filter(SecretForms::longEnough).forEach(forms::add);
  }

  private static boolean longEnough(String line) {
    return line.length() >= SHORTEST_LINE;
  }

  private static String jsonEscaped(String value, int lastPlain) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> text.append(c < ' ' || c > lastPlain ? "\\u%04x".formatted((int) c) : c);
      }
    }
    return text.toString();
  }

  private static String xmlEscaped(String value) {
    return value
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&apos;");
  }
}

package dev.penstock.job;

import static java.util.Objects.requireNonNull;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name in which {@code *} stands for any text and {@code ?} for one character; letter case does
 * not matter.
 */
public record Glob(String text) {
  public Glob {
    requireNonNull(text, "text");
  }

  /** Whether a text holds a character that stands for others. */
  public static boolean isIn(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }

  public boolean matches(String name) {
    return matcher(name).matches();
  }

  /** Whether a longer name with this beginning could match, or this one does. */
  public boolean mayMatchFrom(String beginning) {
    Matcher matcher = matcher(beginning);
    return matcher.matches() || matcher.hitEnd();
  }

  private Matcher matcher(String name) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      regex.append(
          switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    return Pattern.compile(
            regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL)
        .matcher(name);
  }
}

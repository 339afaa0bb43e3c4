package dev.penstock.workbook;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of cells: cleaned when it comes in, made visible when a message shows it. */
final class CellText {
  private static final Set<String> EMPTY_WORDS = Set.of("", "null", "none", "nan");
  private static final String SMART_QUOTES = "\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb";
  private static final Pattern ESCAPE = Pattern.compile("_x([0-9A-Fa-f]{4})_");
  private static final int SHOWN = 80;

  private CellText() {}

  /** Without the blanks, NBSP, zero-width characters and byte order marks around it. */
  static String clean(String raw) {
    int from = 0;
    int to = raw.length();
    while (from < to && isInvisible(raw.charAt(from))) {
      from++;
    }
    while (to > from && isInvisible(raw.charAt(to - 1))) {
      to--;
    }
    return raw.substring(from, to);
  }

  /** Without the typographic quotes that a word processor puts around a value. */
  static String withoutSmartQuotes(String text) {
    boolean quoted =
        text.length() > 1
            && SMART_QUOTES.indexOf(text.charAt(0)) >= 0
            && SMART_QUOTES.indexOf(text.charAt(text.length() - 1)) >= 0;
    return quoted ? clean(text.substring(1, text.length() - 1)) : text;
  }

  static boolean meansEmpty(String text) {
    return EMPTY_WORDS.contains(text.toLowerCase(Locale.ROOT));
  }

  /** The first typographic quote in the text, or -1. */
  static int indexOfSmartQuote(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (SMART_QUOTES.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  /** Whether it holds a line break, a tab, NUL or another control character. */
  static boolean holdsControl(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  /** In quotes, cut, with the unprintable escaped; what looks like a secret is left out. */
  static String shown(String value) {
    if (SecretCells.looksLikeOne(value)) {
      return "a value that looks like a secret";
    }
    StringBuilder text = new StringBuilder("'");
    value.codePoints().limit(SHOWN).forEach(point -> text.append(visible(point)));
    if (value.codePointCount(0, value.length()) > SHOWN) {
      text.append("...");
    }
    return text.append('\'').toString();
  }

  /** Undoes the file format's {@code _x0000_} for characters that XML cannot hold. */
  static String unescaped(String text) {
    if (!text.contains("_x")) {
      return text;
    }
    return ESCAPE
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(found.group(1), 16))));
  }

  private static String visible(int point) {
    boolean hidden =
        Character.isISOControl(point)
            || (point != ' ' && point < 0x10000 && isInvisible((char) point));
    return hidden ? "\\u%04X".formatted(point) : Character.toString(point);
  }

  private static boolean isInvisible(char c) {
    return switch (c) {
      case '\u00a0', '\u180e', '\u2007', '\u202f', '\u2060', '\ufeff', '\u00ad' -> true;
      default -> Character.isWhitespace(c) || (c >= '\u200b' && c <= '\u200f');
    };
  }
}

package dev.penstock.source.rest.page;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds in what an API says how large pages may be at most. */
public final class GreatestSize {
  private static final Pattern LIMIT =
      Pattern.compile(
          "(?:max(?:imum)?|at most|no more than|not exceed|exceeds?|up to|limit(?:ed)? (?:is|of|to)"
              + "|(?:less|smaller|lower) than(?: or equal(?: to)?)?|<=?|between \\d+ and|from \\d+ to)"
              + "[^0-9]{0,40}([0-9][0-9,]{0,9})(?![0-9])");

  private GreatestSize() {}

  /**
   * @param said by the API when it refused the request
   * @param asked how many records were asked for
   */
  public static OptionalLong in(String said, long asked) {
    String text = said.toLowerCase(Locale.ROOT);
    Matcher limit = LIMIT.matcher(text);
    while (limit.find()) {
      long number = Long.parseLong(limit.group(1).replace(",", ""));
      boolean below = limit.group().matches("(?s)(?:(?:less|smaller|lower) than|<)(?! or|=).*");
      long most = below ? number - 1 : number;
      if (most >= 1 && most < asked) {
        return OptionalLong.of(most);
      }
    }
    return OptionalLong.empty();
  }
}

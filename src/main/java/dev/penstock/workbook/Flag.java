package dev.penstock.workbook;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Yes and no, as people and programs write them. */
enum Flag {
  YES(Set.of("y", "yes", "true", "t", "1", "on", "x", "ja", "j", "oui", "si", "sí")),
  NO(Set.of("n", "no", "false", "f", "0", "off", "nein", "non"));

  private final Set<String> words;

  Flag(Set<String> words) {
    this.words = words;
  }

  static Optional<Flag> parse(String text) {
    String word = CellText.clean(text).toLowerCase(Locale.ROOT);
    for (Flag flag : values()) {
      if (flag.words.contains(word)) {
        return Optional.of(flag);
      }
    }
    return Optional.empty();
  }
}

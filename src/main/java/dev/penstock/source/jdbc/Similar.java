package dev.penstock.source.jdbc;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names that look like a name which does not exist. */
final class Similar {
  private static final int SHOWN = 20;

  private Similar() {}

  /** One sentence: what may have been meant, or else what there is. */
  static String sentence(String wanted, Collection<String> known) {
    if (known.isEmpty()) {
      return "There is none that this user may see.";
    }
    List<String> close =
        known.stream()
            .distinct()
            .filter(name -> distance(wanted, name) <= Math.max(1, wanted.length() / 3))
            .sorted(Comparator.comparingInt(name -> distance(wanted, name)))
            .limit(3)
            .toList();
    if (!close.isEmpty()) {
      return "Did you mean " + String.join(" or ", close) + "?";
    }
    String list = known.stream().limit(SHOWN).collect(Collectors.joining(", "));
    int more = known.size() - SHOWN;
    return "There are: " + list + (more > 0 ? " and " + more + " more." : ".");
  }

  /** Edits between two names, letter case aside. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}

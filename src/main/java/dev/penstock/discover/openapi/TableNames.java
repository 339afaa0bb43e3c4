package dev.penstock.discover.openapi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Names for the tables of endpoints: the last word of the path, and more of it where two agree. */
final class TableNames {
  private static final int LONGEST = 80;

  /** Words that say how something is asked for, not what it is. */
  private static final Set<String> IDLE =
      Set.of("search", "query", "list", "find", "filter", "all", "jql", "json");

  /** Words of all paths of an API. */
  private static final String COMMON = "v?\\d+(_\\d+)*|api|rest";

  private TableNames() {}

  /** A name for each, in their order. */
  static List<String> of(List<Operation> operations) {
    List<String> names = new ArrayList<>();
    Set<String> given = new HashSet<>();
    Map<String, Integer> alike = new HashMap<>();
    operations.forEach(o -> alike.merge(name(words(o), least(words(o))), 1, Integer::sum));
    for (Operation operation : operations) {
      List<String> words = words(operation);
      int taken = least(words);
      boolean shared = alike.get(name(words, taken)) > 1;
      while (taken < words.size() && (shared || given.contains(name(words, taken)))) {
        taken++;
        shared = false;
      }
      String name = name(words, taken);
      String unique = name;
      for (int i = 2; !given.add(unique); i++) {
        unique = name + "_" + i;
      }
      names.add(unique);
    }
    return names;
  }

  private static int least(List<String> words) {
    int taken = 1;
    while (taken < words.size() && isIdle(words.get(words.size() - taken))) {
      taken++;
    }
    return taken;
  }

  private static boolean isIdle(String word) {
    return IDLE.contains(word) || word.matches("(find|get|list|search)_.*");
  }

  private static String name(List<String> words, int taken) {
    List<String> last = words.subList(Math.max(0, words.size() - taken), words.size());
    String name = String.join("_", last);
    return name.length() > LONGEST ? name.substring(name.length() - LONGEST) : name;
  }

  private static List<String> words(Operation operation) {
    List<String> words = new ArrayList<>();
    for (String step : operation.path().split("[?]", 2)[0].split("/", -1)) {
      String word = step.contains("{") ? "" : snake(step.replaceFirst("\\.json$", ""));
      if (!word.isEmpty() && !word.matches(COMMON)) {
        words.add(word);
      }
    }
    return words.isEmpty() ? List.of("records") : words;
  }

  /** In lower case, with {@code _} between words. */
  static String snake(String text) {
    String parted = text.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    return java.util.Arrays.stream(parted.split("[^a-z0-9]+"))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining("_"));
  }
}

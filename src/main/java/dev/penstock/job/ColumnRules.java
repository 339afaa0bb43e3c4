package dev.penstock.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of the columns of an API before anything is written: {@code old=new} pairs, names to
 * leave out, and names to mask. Letter case does not matter.
 *
 * @param renamed by the name that the API gives
 * @param excluded by either name
 * @param masked by either name
 */
public record ColumnRules(Map<String, String> renamed, List<String> excluded, List<String> masked) {
  public static final ColumnRules NONE = new ColumnRules(Map.of(), List.of(), List.of());

  public ColumnRules {
    renamed = Map.copyOf(renamed);
    excluded = List.copyOf(excluded);
    masked = List.copyOf(masked);
  }

  /** Those of a job. */
  public static ColumnRules of(ApiOptions options) {
    return new ColumnRules(
        options.text(ApiSetting.RENAME_COLUMNS).flatMap(ColumnRules::pairs).orElse(Map.of()),
        options.text(ApiSetting.EXCLUDE_COLUMNS).map(ColumnRules::names).orElse(List.of()),
        options.text(ApiSetting.MASK_COLUMNS).flatMap(ColumnRules::masks).orElse(List.of()));
  }

  public boolean isEmpty() {
    return renamed.isEmpty() && excluded.isEmpty() && masked.isEmpty();
  }

  /**
   * The rules for what lies under a name, which begin with it and two underscores; whatever is said
   * of the name itself is not among them.
   *
   * @param names all that it is called by
   */
  public ColumnRules under(List<String> names) {
    List<String> prefixes =
        names.stream().map(name -> name.toLowerCase(Locale.ROOT) + "__").distinct().toList();
    Map<String, String> inner = new LinkedHashMap<>();
    renamed.forEach(
        (from, to) ->
            without(prefixes, from).ifPresent(rest -> inner.put(rest, last(prefixes, to))));
    return new ColumnRules(inner, under(prefixes, excluded), under(prefixes, masked));
  }

  private static List<String> under(List<String> prefixes, List<String> names) {
    return names.stream().flatMap(name -> without(prefixes, name).stream()).toList();
  }

  private static Optional<String> without(List<String> prefixes, String name) {
    return prefixes.stream()
        .filter(prefix -> name.regionMatches(true, 0, prefix, 0, prefix.length()))
        .map(prefix -> name.substring(prefix.length()))
        .findFirst();
  }

  private static String last(List<String> prefixes, String name) {
    return without(prefixes, name).orElse(name);
  }

  static List<String> names(String text) {
    List<String> names = new ArrayList<>();
    for (String name : text.split("[,\\r\\n]+", -1)) {
      if (!name.isBlank()) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  static Optional<Map<String, String>> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : text.split("[,\\r\\n]+", -1)) {
      int sign = pair.indexOf('=');
      if (pair.isBlank()) {
        continue;
      }
      String to = pair.substring(sign + 1).strip();
      String from = pair.substring(0, Math.max(sign, 0)).strip().toLowerCase(Locale.ROOT);
      if (from.isEmpty() || to.isEmpty() || pairs.put(from, to) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(pairs);
  }

  static Optional<List<String>> masks(String text) {
    List<String> names = new ArrayList<>();
    for (String mask : names(text)) {
      int colon = mask.indexOf(':');
      if (colon >= 0 && !mask.substring(colon + 1).strip().equals("sha256")) {
        return Optional.empty();
      }
      names.add(colon < 0 ? mask : mask.substring(0, colon).strip());
    }
    return Optional.of(names);
  }
}

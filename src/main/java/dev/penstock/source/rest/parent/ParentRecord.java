package dev.penstock.source.rest.parent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One record of a parent, with the fields that are needed of it.
 *
 * @param number among the records that the parent gave, from 1
 * @param literals as JSON writes them, without those that are null
 */
public record ParentRecord(long number, Map<String, String> literals) implements Values {
  private static final int LONGEST = 60;

  public ParentRecord {
    literals = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(literals));
  }

  @Override
  public Optional<String> literal(String name) {
    return Optional.ofNullable(literals.get(name));
  }

  @Override
  public String but(String name) {
    List<String> others = literals.keySet().stream().filter(other -> !other.equals(name)).toList();
    return others.isEmpty() ? "record %,d of the parent".formatted(number) : words(others);
  }

  /** By what people know it, such as {@code parent id=7}. */
  public String words(List<String> names) {
    return "parent "
        + names.stream()
            .map(name -> name + "=" + shown(text(name).orElse("null")))
            .collect(Collectors.joining(", "));
  }

  /** A value as messages show it. */
  public static String shown(String text) {
    // What is signed may be read by whoever has the whole address.
    String bare = text.matches("(?i)https?://.*") ? text.split("[?{]", 2)[0] : text;
    String line = bare.replaceAll("\\p{Cntrl}", " ");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
  }
}

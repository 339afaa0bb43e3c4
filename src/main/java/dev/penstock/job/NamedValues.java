package dev.penstock.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names with values, as people write them into one cell: a JSON object such as {@code {"status":
 * "open"}} with objects inside as {@code a.b}, or {@code status=open} with {@code &}, {@code ;} or
 * a line break between two.
 *
 * @param values in the order written; a name may have several
 */
public record NamedValues(Map<String, List<String>> values) {
  public static final NamedValues NONE = new NamedValues(Map.of());

  private static final ObjectMapper JSON = new ObjectMapper();

  public NamedValues {
    values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Reads them; empty when the text is neither of the forms. */
  public static Optional<NamedValues> parse(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty()) {
      return Optional.of(NONE);
    }
    return trimmed.startsWith("{") ? object(trimmed) : pairs(trimmed);
  }

  private static Optional<NamedValues> object(String text) {
    try {
      Map<String, List<String>> values = new LinkedHashMap<>();
      if (!gather("", JSON.readTree(text), values)) {
        return Optional.empty();
      }
      return Optional.of(new NamedValues(values));
    } catch (JsonProcessingException e) {
      // Whoever asked says what is wrong with the cell.
      return Optional.empty();
    }
  }

  /** Names of objects inside objects are joined by dots. */
  private static boolean gather(String above, JsonNode node, Map<String, List<String>> values) {
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String name = above + member.getKey();
      boolean odd = member.getKey().isBlank() || holdsObjects(member.getValue());
      if (odd || (member.getValue().isObject() && !gather(name + ".", member.getValue(), values))) {
        return false;
      }
      if (!member.getValue().isObject()) {
        values.put(name, texts(member.getValue()));
      }
    }
    return true;
  }

  private static boolean holdsObjects(JsonNode node) {
    boolean holds = false;
    for (JsonNode element : node.isArray() ? node : JSON.createArrayNode()) {
      holds |= element.isContainerNode();
    }
    return holds;
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(element -> texts.add(element.asText()));
    } else if (!node.isNull()) {
      texts.add(node.asText());
    }
    return texts;
  }

  private static Optional<NamedValues> pairs(String text) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : text.split("[&;\\r\\n]+", -1)) {
      int sign = pair.indexOf('=');
      if (pair.isBlank()) {
        continue;
      }
      if (sign < 1) {
        return Optional.empty();
      }
      values
          .computeIfAbsent(pair.substring(0, sign).strip(), name -> new ArrayList<>())
          .add(pair.substring(sign + 1).strip());
    }
    return Optional.of(new NamedValues(values));
  }

  /** These, with those of {@code other} in the place of those of the same name. */
  public NamedValues with(NamedValues other) {
    Map<String, List<String>> all = new LinkedHashMap<>(values);
    all.putAll(other.values);
    return new NamedValues(all);
  }
}

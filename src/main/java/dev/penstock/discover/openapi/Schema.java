package dev.penstock.discover.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What a value may be, with what it refers to and is composed of taken together. */
record Schema(References references, JsonNode node) {
  private static final int MOST_PROPERTIES = 5_000;
  private static final int MOST_PARTS = 1_000;

  static Schema of(References references, JsonNode node) {
    return new Schema(references, references.follow(node));
  }

  /** Itself, and all that {@code allOf}, {@code anyOf} and {@code oneOf} compose it of. */
  private List<JsonNode> parts() {
    Set<JsonNode> passed = Collections.newSetFromMap(new IdentityHashMap<>());
    List<JsonNode> parts = new ArrayList<>();
    gather(node, passed, parts);
    return parts;
  }

  private void gather(JsonNode from, Set<JsonNode> passed, List<JsonNode> parts) {
    JsonNode at = references.follow(from);
    if (!passed.add(at) || parts.size() >= MOST_PARTS) {
      return;
    }
    parts.add(at);
    for (String word : List.of("allOf", "oneOf", "anyOf")) {
      at.path(word).forEach(part -> gather(part, passed, parts));
    }
  }

  private Set<String> types() {
    Set<String> types = new HashSet<>();
    for (JsonNode part : parts()) {
      JsonNode type = part.path("type");
      if (type.isTextual()) {
        types.add(type.textValue());
      }
      type.forEach(one -> types.add(one.asText()));
    }
    types.remove("null");
    return types;
  }

  boolean isText() {
    return types().equals(Set.of("string"));
  }

  boolean isWhole() {
    return types().equals(Set.of("integer"));
  }

  boolean isBoolean() {
    return types().equals(Set.of("boolean"));
  }

  /** Whether it says of itself that it is a text or may be one, or says nothing. */
  boolean mayBeText() {
    return types().isEmpty() || types().contains("string");
  }

  /** Whether it is no object and no list. */
  boolean isScalar() {
    Set<String> types = types();
    return !types.isEmpty()
        && !types.contains("object")
        && !types.contains("array")
        && properties().isEmpty();
  }

  /** What a list holds; empty when it is no list. */
  Optional<Schema> elements() {
    for (JsonNode part : parts()) {
      boolean list = part.path("type").asText().equals("array") || holdsWord(part, "array");
      if (list || part.has("items")) {
        return Optional.of(of(references, part.path("items")));
      }
    }
    return Optional.empty();
  }

  private static boolean holdsWord(JsonNode part, String word) {
    for (JsonNode type : part.path("type")) {
      if (type.asText().equals(word)) {
        return true;
      }
    }
    return false;
  }

  /** In the order in which they are described. */
  Map<String, Schema> properties() {
    Map<String, Schema> properties = new LinkedHashMap<>();
    for (JsonNode part : parts()) {
      for (Map.Entry<String, JsonNode> member : part.path("properties").properties()) {
        if (properties.size() < MOST_PROPERTIES) {
          properties.computeIfAbsent(member.getKey(), name -> of(references, member.getValue()));
        }
      }
    }
    return properties;
  }

  String format() {
    return word("format");
  }

  /** The value of a member that is a text, in one of the parts. */
  private String word(String member) {
    return parts().stream()
        .map(part -> part.path(member).asText(""))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** The greatest value of a number. */
  OptionalLong maximum() {
    for (JsonNode part : parts()) {
      JsonNode below = part.path("exclusiveMaximum");
      if (part.path("maximum").isNumber()) {
        return OptionalLong.of(part.path("maximum").longValue() - (below.asBoolean(false) ? 1 : 0));
      }
      if (below.isNumber()) {
        return OptionalLong.of(below.longValue() - 1);
      }
    }
    return OptionalLong.empty();
  }

  OptionalLong minimum() {
    return parts().stream()
        .map(part -> part.path("minimum"))
        .filter(JsonNode::isNumber)
        .mapToLong(JsonNode::longValue)
        .findFirst();
  }

  /** The value that holds when none is given, or the only one that may be given. */
  Optional<String> usual() {
    for (JsonNode part : parts()) {
      if (part.path("default").isValueNode() && !part.path("default").isNull()) {
        return Optional.of(part.path("default").asText());
      }
      if (part.path("enum").size() == 1) {
        return Optional.of(part.path("enum").get(0).asText());
      }
    }
    return Optional.empty();
  }

  /** In a word or two, for people. */
  String words() {
    Optional<Schema> elements = elements();
    if (elements.isPresent()) {
      return "list";
    }
    if (!properties().isEmpty()) {
      return "object";
    }
    String type = String.join(" or ", new java.util.TreeSet<>(types()));
    String format = format();
    return type.isEmpty() ? "-" : format.isEmpty() ? type : type + " (" + format + ")";
  }
}

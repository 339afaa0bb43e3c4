package dev.penstock.discover.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Where {@code $ref} leads inside one description.
 *
 * @param place of the description, for messages
 */
record References(String place, JsonNode root) {
  /** The node itself, or what it refers to in the end. */
  JsonNode follow(JsonNode node) {
    Set<JsonNode> passed = Collections.newSetFromMap(new IdentityHashMap<>());
    JsonNode at = node;
    while (at.path("$ref").isTextual()) {
      String reference = at.get("$ref").textValue();
      if (!passed.add(at)) {
        throw DescriptionTree.refused(
            place,
            "$ref '%s' leads back to itself".formatted(shown(reference)),
            "Correct the description.");
      }
      at = target(reference);
    }
    return at;
  }

  private JsonNode target(String reference) {
    if (!reference.startsWith("#")) {
      throw DescriptionTree.refused(
          place,
          "$ref '%s' leads into another file, and only one is read".formatted(shown(reference)),
          "Bundle the description into one file, as tools for OpenAPI do, and name that.");
    }
    JsonNode at = root;
    for (String step : reference.substring(1).split("/", -1)) {
      at = step.isEmpty() ? at : step(at, decoded(step));
    }
    if (at.isMissingNode()) {
      throw DescriptionTree.refused(
          place,
          "$ref '%s' leads to nothing".formatted(shown(reference)),
          "Correct the description.");
    }
    return at;
  }

  private static JsonNode step(JsonNode at, String name) {
    return at.isArray() && name.matches("\\d{1,6}")
        ? at.path(Integer.parseInt(name))
        : at.path(name);
  }

  private static String decoded(String step) {
    String plain = step;
    try {
      plain = URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // A percent sign that encodes nothing is one.
    }
    return plain.replace("~1", "/").replace("~0", "~");
  }

  private static String shown(String reference) {
    return DescriptionTree.line(reference);
  }
}

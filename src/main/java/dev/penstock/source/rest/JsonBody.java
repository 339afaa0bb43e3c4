package dev.penstock.source.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;

/** The JSON object that a request sends, with its places filled. */
final class JsonBody {
  /** Numbers stay as they are written. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final Filling filling;

  JsonBody(Filling filling) {
    this.filling = filling;
  }

  /**
   * Fills the places inside texts. A text that is nothing but a field of the parent becomes what
   * that is in JSON; one that names a watermark which is not there is left out.
   */
  String filled(String object) {
    JsonNode node = read(object);
    return filled(node).orElse(node).toString();
  }

  private Optional<JsonNode> filled(JsonNode node) {
    if (node.isTextual()) {
      String text = node.textValue();
      return filling
          .literal(text)
          .map(JsonBody::read)
          .or(() -> filling.text(text).map(TextNode::valueOf));
    }
    if (node.isArray()) {
      ArrayNode filled = JSON.createArrayNode();
      node.forEach(element -> filled(element).ifPresent(filled::add));
      return Optional.of(filled);
    }
    if (node.isObject()) {
      ObjectNode filled = JSON.createObjectNode();
      node.properties()
          .forEach(
              member ->
                  filled(member.getValue()).ifPresent(value -> filled.set(member.getKey(), value)));
      return Optional.of(filled);
    }
    return Optional.of(node);
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the workbook let a body pass that is no JSON", e);
    }
  }
}

package dev.penstock.discover.openapi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The text of a description as a tree, without its examples, which are most of it. */
final class DescriptionTree {
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Deeper ones are not written by people or their tools. */
  static final int DEEPEST = 200;

  private static final int EXCERPT = 200;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(2 * DEEPEST)
                  .maxStringLength(4 << 20)
                  .build())
          .build();

  /** Below these stand names that somebody chose; {@code example} may be one. */
  private static final Set<String> NAMED =
      Set.of(
          "properties",
          "schemas",
          "definitions",
          "parameters",
          "responses",
          "headers",
          "securitySchemes",
          "securityDefinitions",
          "requestBodies");

  private final String place;
  private final JsonParser parser;
  private int depth;

  private DescriptionTree(String place, JsonParser parser) {
    this.place = place;
    this.parser = parser;
  }

  /**
   * @param place of the description, for messages
   */
  static JsonNode of(String place, byte[] content) {
    int begin = begin(content);
    if (begin == content.length) {
      throw refused(place, "it is empty", "Name a file or an address with a description in it.");
    }
    char first = (char) content[begin];
    if (first == '<') {
      throw refused(
          place,
          "it is a web page or XML, not JSON or YAML",
          "Find the address of the description itself; it often ends in openapi.json or swagger.json.");
    }
    JsonNode root =
        first == '{' || first == '[' ? json(place, content, begin) : yaml(place, content);
    if (!root.isObject()) {
      throw refused(
          place,
          "it is no OpenAPI or Swagger description",
          "Name the file whose first lines hold openapi or swagger.");
    }
    return root;
  }

  /** Past a byte order mark and blanks. */
  private static int begin(byte[] content) {
    boolean mark =
        content.length > 2
            && content[0] == (byte) 0xEF
            && content[1] == (byte) 0xBB
            && content[2] == (byte) 0xBF;
    int at = mark ? 3 : 0;
    while (at < content.length && content[at] >= 0 && content[at] <= ' ') {
      at++;
    }
    return at;
  }

  private static JsonNode json(String place, byte[] content, int begin) {
    try (JsonParser parser = JSON.createParser(content, begin, content.length - begin)) {
      parser.nextToken();
      JsonNode root = new DescriptionTree(place, parser).node("");
      if (parser.nextToken() != null) {
        throw refused(
            place, "something stands behind its end", "Name a file with one description.");
      }
      return root;
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
      throw refused(
          place + line,
          "it is no JSON (" + line(e.getOriginalMessage()) + ")",
          "Correct it, or fetch it anew.");
    } catch (IOException e) {
      throw refused(place, "it cannot be read (" + e.getMessage() + ")", "Fetch it anew.");
    }
  }

  private static JsonNode yaml(String place, byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    return new YamlTree(place, text).root();
  }

  static String line(String message) {
    String one = message.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return one.length() > EXCERPT ? one.substring(0, EXCERPT) + "..." : one;
  }

  static IngestException tooDeep(String place) {
    return refused(
        place,
        "it is nested more than %d levels deep".formatted(DEEPEST),
        "Name a description as tools write it.");
  }

  static IngestException refused(String where, String what, String mend) {
    return new IngestException(ErrorCode.CONFIG, "%s: %s.\n%s".formatted(where, what, mend));
  }

  /** Whether a member is an example or an extension, of which nothing is read. */
  static boolean isIdle(String above, String name) {
    return !NAMED.contains(above)
        && (name.equals("example") || name.equals("examples") || name.startsWith("x-"));
  }

  /**
   * @param above the name under which it stands
   */
  private JsonNode node(String above) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null || !token.isStructStart()) {
      return token == null ? NODES.missingNode() : scalar(token);
    }
    if (++depth > DEEPEST) {
      throw tooDeep(place);
    }
    JsonNode node = token == JsonToken.START_OBJECT ? object(above) : list(above);
    depth--;
    return node;
  }

  private ArrayNode list(String above) throws IOException {
    ArrayNode list = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(node(above));
    }
    return list;
  }

  private ObjectNode object(String above) throws IOException {
    ObjectNode object = NODES.objectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      if (isIdle(above, name)) {
        parser.skipChildren();
      } else {
        object.set(name, node(name));
      }
    }
    return object;
  }

  private JsonNode scalar(JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
      default -> NODES.textNode(parser.getText());
    };
  }

  /** Numbers of no sensible size stay text. */
  static JsonNode number(String text) {
    if (text.matches("[-+]?\\d{1,18}")) {
      return NODES.numberNode(Long.parseLong(text.startsWith("+") ? text.substring(1) : text));
    }
    return text.length() > 40 ? NODES.textNode(text) : NODES.numberNode(Double.parseDouble(text));
  }
}

package dev.penstock.source.rest.parent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/** What placeholders stand for. */
public interface Values {
  /** Of an endpoint that is asked once. */
  Values NONE = name -> Optional.empty();

  /** Of a record that is still to come: each field is there. */
  Values SAMPLE = name -> Optional.of("1");

  /** The value of a field as JSON writes it; empty for null, and where there is none. */
  Optional<String> literal(String name);

  /** The same without the quotes of a text. */
  default Optional<String> text(String name) {
    return literal(name).map(Values::plain);
  }

  /** Whose values they are, in words that leave out one of them. */
  default String but(String name) {
    return "a record";
  }

  private static String plain(String literal) {
    try {
      JsonNode node = Literals.JSON.readTree(literal);
      // Numbers as the API wrote them.
      return node.isTextual() ? node.textValue() : literal;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON: " + literal, e);
    }
  }

  /** Reads them. */
  final class Literals {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Literals() {}
  }
}

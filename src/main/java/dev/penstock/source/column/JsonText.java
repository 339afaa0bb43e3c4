package dev.penstock.source.column;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Hands JSON on as it was written, but for blanks and escapes. */
public final class JsonText {
  private JsonText() {}

  /**
   * Copies the value at which a parser stands, and leaves the parser at its last token. A number
   * keeps each of its characters: the library's own copies go by way of a BigDecimal, which has no
   * minus zero and writes exponents in another way.
   */
  public static void copy(JsonParser from, JsonGenerator to) throws IOException {
    int open = 0;
    do {
      JsonToken token = from.currentToken();
      open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (token.isNumeric()) {
        to.writeNumber(from.getText());
      } else {
        to.copyCurrentEvent(from);
      }
    } while (open > 0 && from.nextToken() != null);
  }
}

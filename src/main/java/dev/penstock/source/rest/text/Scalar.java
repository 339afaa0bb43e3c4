package dev.penstock.source.rest.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * What a text without quotes of its own means: a number, yes or no, or itself. Only what a number
 * would be written as again is one, so that {@code 007} stays a text.
 */
final class Scalar {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern WHOLE = Pattern.compile("0|-?[1-9]\\d{0,37}");
  private static final Pattern FRACTION = Pattern.compile("-?(?:0|[1-9]\\d{0,37})\\.\\d{1,37}");
  private static final int LONGEST = 80;
  private static final int LONG_DIGITS = 18;

  private Scalar() {}

  static JsonNode of(String text) {
    if (text.length() <= LONGEST) {
      if (WHOLE.matcher(text).matches()) {
        return text.length() <= LONG_DIGITS
            ? NODES.numberNode(Long.parseLong(text))
            : NODES.numberNode(new BigInteger(text));
      }
      if (FRACTION.matcher(text).matches()) {
        return DecimalNode.valueOf(new BigDecimal(text));
      }
      if (text.equals("true") || text.equals("false")) {
        return NODES.booleanNode(text.equals("true"));
      }
    }
    return NODES.textNode(text);
  }
}

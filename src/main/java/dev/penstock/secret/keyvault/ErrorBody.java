package dev.penstock.secret.keyvault;

import com.azure.core.exception.HttpResponseException;
import java.util.Map;

/**
 * What a vault says when it refuses.
 *
 * @param innerCode such as {@code ForbiddenByRbac}; empty when there is none
 */
record ErrorBody(String code, String innerCode, String message) {
  private static final int LONGEST_LINE = 200;

  static ErrorBody of(HttpResponseException failure) {
    Map<?, ?> error = table(table(failure.getValue()).get("error"));
    Map<?, ?> inner = table(error.get("innererror"));
    if (inner.isEmpty()) {
      inner = table(error.get("innerError"));
    }
    return new ErrorBody(text(error, "code"), text(inner, "code"), text(error, "message"));
  }

  /** The first line of the message, or else the code. */
  String text() {
    String line = message.lines().findFirst().orElse(code).strip();
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...";
  }

  private static Map<?, ?> table(Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static String text(Map<?, ?> table, String name) {
    return table.get(name) instanceof String text ? text : "";
  }
}

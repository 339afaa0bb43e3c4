package dev.penstock.discover.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One way to ask an API.
 *
 * @param path as described, with {@code {name}} for what has to be filled in
 * @param params of path, query and header, and the members of a JSON body
 * @param answer what comes back when all goes well
 * @param answerHeaders in lower case
 * @param security as described for it; missing where the description's own holds
 */
record Operation(
    String method,
    String path,
    List<Param> params,
    Schema answer,
    Set<String> answerHeaders,
    JsonNode security) {
  Operation {
    params = List.copyOf(params);
    answerHeaders = Set.copyOf(answerHeaders);
  }

  /** Where a parameter goes. */
  enum Place {
    PATH,
    QUERY,
    HEADER,
    COOKIE,
    BODY
  }

  /** What may be asked for. */
  record Param(String name, Place place, boolean required, Schema schema) {
    /** Letters and digits alone, so that {@code page[size]} and {@code pageSize} are the same. */
    String plain() {
      return Operation.plain(name);
    }

    /** Whether it chooses what comes back. */
    boolean asks() {
      return place == Place.QUERY || place == Place.BODY;
    }
  }

  static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** The parameter that asks by the first of these plain names that there is. */
  Optional<Param> asking(List<String> plainNames) {
    return plainNames.stream()
        .flatMap(
            name -> params.stream().filter(param -> param.asks() && param.plain().equals(name)))
        .findFirst();
  }

  boolean endsInPlaceholder() {
    return path.endsWith("}");
  }

  /** The last part of its path that is no placeholder; may be empty. */
  String lastName() {
    String last = "";
    for (String step : path.split("/", -1)) {
      if (!step.isEmpty() && !step.contains("{")) {
        last = step;
      }
    }
    return last;
  }
}

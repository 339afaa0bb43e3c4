package dev.penstock.testing.azure;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a stand-in was asked.
 *
 * @param path decoded, as the client wrote it
 * @param query names and decoded values
 * @param headers names in any letter case; the first value of each
 * @param body as UTF-8 text
 */
public record StandInRequest(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    String body) {
  public StandInRequest {
    query = Map.copyOf(query);
    Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    anyCase.putAll(headers);
    headers = anyCase;
  }

  /** The body as a form. */
  public Map<String, String> form() {
    return pairs(body);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** What stands after {@code Bearer} in the Authorization header. */
  public Optional<String> bearerToken() {
    return header("Authorization")
        .filter(value -> value.startsWith("Bearer "))
        .map(value -> value.substring("Bearer ".length()));
  }

  static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new TreeMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        pairs.put(
            decode(equals < 0 ? pair : pair.substring(0, equals)),
            decode(equals < 0 ? "" : pair.substring(equals + 1)));
      }
    }
    return pairs;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}

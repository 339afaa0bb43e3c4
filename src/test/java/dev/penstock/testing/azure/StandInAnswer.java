package dev.penstock.testing.azure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a stand-in answers. */
public record StandInAnswer(int status, Map<String, String> headers, String body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An answer without a body. */
  public static StandInAnswer status(int status) {
    return new StandInAnswer(status, Map.of(), "");
  }

  public static StandInAnswer json(int status, Object body) {
    return text(status, "application/json; charset=utf-8", written(body));
  }

  public static StandInAnswer text(int status, String contentType, String body) {
    return new StandInAnswer(status, Map.of("Content-Type", contentType), body);
  }

  public StandInAnswer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new StandInAnswer(status, more, body);
  }

  private static String written(Object body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}

package dev.penstock.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.Optional;

/**
 * What a job reads of an API, from its row of the workbook. What a row leaves open is looked for
 * among the settings of its source.
 *
 * @param path below the base URL, or a whole URL; may hold {@code {name}} and a query string
 * @param method GET or POST
 * @param settings those of the source that this row says otherwise, checked
 * @param params sent along, in the place of those of the source that have the same name
 * @param headers likewise
 * @param body a JSON object that a POST sends, in which {@code params} have their places too
 * @param parent for each of whose records the endpoint is asked; empty asks it once
 */
public record Endpoint(
    String path,
    String method,
    Map<ApiSetting, String> settings,
    NamedValues params,
    NamedValues headers,
    Optional<String> body,
    Optional<Parent> parent) {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  public Endpoint {
    requireNonNull(path, "path");
    requireNonNull(method, "method");
    settings = Map.copyOf(settings);
    requireNonNull(params, "params");
    requireNonNull(headers, "headers");
    requireNonNull(body, "body");
    requireNonNull(parent, "parent");
  }

  /** One that is asked once, without headers and a body of its own. */
  public Endpoint(
      String path, String method, Map<ApiSetting, String> settings, NamedValues params) {
    this(path, method, settings, params, NamedValues.NONE, Optional.empty(), Optional.empty());
  }

  /** What keeps a text from being a body, as it goes after the text; empty when nothing does. */
  public static Optional<String> objectionToBody(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node != null && node.isObject() ? Optional.empty() : Optional.of("is no JSON object");
    } catch (JsonProcessingException e) {
      return Optional.of("is no JSON object: " + e.getOriginalMessage());
    }
  }

  /** The same, asked for each record of another job. */
  public Endpoint under(Parent other) {
    return new Endpoint(path, method, settings, params, headers, body, Optional.of(other));
  }
}

package dev.penstock.source.rest.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;

/** Calls in the words of the JDK's client. */
final class Requests {
  /** Numbers stay as they are written. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Requests() {}

  static HttpRequest of(Call call, Duration timeout) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(call.uri())
            .timeout(timeout)
            .header("Accept-Encoding", "gzip, deflate");
    // In clear, the other version begins with an upgrade that many servers stumble over.
    boolean encrypted = "https".equalsIgnoreCase(call.uri().getScheme());
    request.version(encrypted ? Version.HTTP_2 : Version.HTTP_1_1);
    setUnlessGiven(call, request, "Accept", "application/json");
    setUnlessGiven(call, request, "User-Agent", "penstock");
    call.headers().forEach(request::setHeader);
    if (call.hasBody()) {
      setUnlessGiven(call, request, "Content-Type", "application/json");
      request.POST(BodyPublishers.ofString(body(call)));
    } else {
      request.GET();
    }
    return request.build();
  }

  private static void setUnlessGiven(
      Call call, HttpRequest.Builder request, String name, String value) {
    if (!call.headers().containsKey(name)) {
      request.setHeader(name, value);
    }
  }

  /** A form where the call says so, else a JSON object in which numbers are numbers. */
  static String body(Call call) {
    if (isForm(call)) {
      StringBuilder form = new StringBuilder();
      call.params()
          .forEach(
              (name, values) ->
                  values.forEach(
                      value ->
                          form.append(form.isEmpty() ? "" : "&")
                              .append(Call.encode(name))
                              .append('=')
                              .append(Call.encode(value))));
      return form.toString();
    }
    ObjectNode body = call.json().map(Requests::object).orElseGet(JSON::createObjectNode);
    call.params().forEach((name, values) -> put(holder(body, name), last(name), values));
    return body.toString();
  }

  /** Whether parameters travel as a form. */
  static boolean isForm(Call call) {
    return call.headers().getOrDefault("Content-Type", "").contains("form-urlencoded");
  }

  /** A JSON object with one value more. */
  static String with(String json, String name, String literal) {
    ObjectNode body = object(json);
    holder(body, name).set(last(name), read(literal));
    return body.toString();
  }

  private static ObjectNode object(String json) {
    return (ObjectNode) read(json);
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("what is to be sent is no JSON", e);
    }
  }

  /** Whether a body of this JSON is a GraphQL query. */
  static boolean asksGraphQl(String json) {
    return object(json).has("query");
  }

  /** The object that a name with dots leads into, made where there is none. */
  private static ObjectNode holder(ObjectNode body, String name) {
    ObjectNode holder = body;
    String[] steps = steps(name);
    for (int i = 0; i < steps.length - 1; i++) {
      JsonNode inner = holder.get(steps[i]);
      holder = inner instanceof ObjectNode object ? object : holder.putObject(steps[i]);
    }
    return holder;
  }

  private static String last(String name) {
    String[] steps = steps(name);
    return steps[steps.length - 1];
  }

  private static String[] steps(String name) {
    boolean path = !name.startsWith(".") && !name.endsWith(".") && !name.contains("..");
    return path ? name.split("\\.") : new String[] {name};
  }

  private static void put(ObjectNode body, String name, List<String> values) {
    if (values.size() != 1) {
      values.forEach(body.withArray("/" + name.replace("~", "~0").replace("/", "~1"))::add);
    } else if (values.get(0).matches("-?(0|[1-9]\\d{0,17})")) {
      body.put(name, Long.parseLong(values.get(0)));
    } else if (values.get(0).matches("true|false")) {
      body.put(name, Boolean.parseBoolean(values.get(0)));
    } else {
      body.put(name, values.get(0));
    }
  }
}

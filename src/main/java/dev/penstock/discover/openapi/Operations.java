package dev.penstock.discover.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.discover.openapi.Operation.Param;
import dev.penstock.discover.openapi.Operation.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The operations of a description that read something as JSON: each GET, and POST that searches.
 */
final class Operations {
  static final int MOST = 20_000;

  private static final Set<String> SEARCHES = Set.of("search", "query", "list", "find", "filter");

  private final ApiDescription description;
  private final References references;
  private int elsewhere;
  private int seen;

  Operations(ApiDescription description) {
    this.description = description;
    this.references = description.references();
  }

  List<Operation> all() {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : description.paths().properties()) {
      JsonNode item = references.follow(path.getValue());
      for (String method : List.of("get", "post")) {
        JsonNode operation = item.path(method);
        if (operation.isObject() && ++seen > MOST) {
          throw DescriptionTree.refused(
              description.place(),
              "it has more than %,d operations".formatted(MOST),
              "Leave out of it what is not to be loaded.");
        }
        if (operation.isObject() && isAsked(method, path.getKey())) {
          of(method, path.getKey(), item, operation).ifPresent(operations::add);
        }
      }
    }
    return operations;
  }

  /** How many there are of GET and POST. */
  int seen() {
    return seen;
  }

  /** How many have servers of their own. */
  int elsewhere() {
    return elsewhere;
  }

  private static boolean isAsked(String method, String path) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    return method.equals("get") || SEARCHES.contains(Operation.plain(last));
  }

  private Optional<Operation> of(String method, String path, JsonNode item, JsonNode operation) {
    Optional<JsonNode> response = response(operation);
    Optional<JsonNode> answer = response.flatMap(found -> answer(operation, found));
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    if (item.path("servers").size() + operation.path("servers").size() > 0) {
      elsewhere++;
      return Optional.empty();
    }
    Map<String, Param> params = new LinkedHashMap<>();
    item.path("parameters").forEach(param -> add(param, params));
    operation.path("parameters").forEach(param -> add(param, params));
    if (method.equals("post") && !addBody(operation, params)) {
      return Optional.empty();
    }
    return Optional.of(
        new Operation(
            method.toUpperCase(Locale.ROOT),
            path,
            List.copyOf(params.values()),
            Schema.of(references, answer.get()),
            headers(response.get()),
            operation.path("security")));
  }

  /** The answer when all goes well. */
  private Optional<JsonNode> response(JsonNode operation) {
    JsonNode responses = references.follow(operation.path("responses"));
    List<String> good =
        responses.properties().stream()
            .map(Map.Entry::getKey)
            .filter(status -> status.matches("2\\d\\d|2XX|default"))
            .sorted()
            .toList();
    return good.stream().findFirst().map(status -> references.follow(responses.path(status)));
  }

  /** What an answer holds; empty where it is no JSON. */
  private Optional<JsonNode> answer(JsonNode operation, JsonNode response) {
    if (description.isSwagger()) {
      JsonNode produces = ofBoth(operation, "produces");
      return Optional.of(response.path("schema"))
          .filter(schema -> schema.isObject() && json(produces));
    }
    return ofContent(response.path("content"));
  }

  /** What an operation says, else what holds for all. */
  private JsonNode ofBoth(JsonNode operation, String name) {
    return operation.has(name) ? operation.path(name) : description.root().path(name);
  }

  private static boolean json(JsonNode produces) {
    boolean json = produces.isEmpty();
    for (JsonNode type : produces) {
      json |= isJson(type.asText());
    }
    return json;
  }

  private static Optional<JsonNode> ofContent(JsonNode content) {
    return content.properties().stream()
        .filter(type -> isJson(type.getKey()))
        .map(type -> type.getValue().path("schema"))
        .filter(JsonNode::isObject)
        .findFirst();
  }

  private static boolean isJson(String type) {
    String word = type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
    return word.equals("*/*") || word.equals("application/json") || word.endsWith("+json");
  }

  private static Set<String> headers(JsonNode response) {
    Set<String> headers = new HashSet<>();
    response
        .path("headers")
        .fieldNames()
        .forEachRemaining(name -> headers.add(name.toLowerCase(Locale.ROOT)));
    return headers;
  }

  /** One of the operation takes the place of one of the path. */
  private void add(JsonNode described, Map<String, Param> params) {
    JsonNode param = references.follow(described);
    String name = param.path("name").asText("");
    String in = param.path("in").asText("");
    if (in.equals("body")) {
      addMembers(Schema.of(references, param.path("schema")), params);
      return;
    }
    for (Place place : Place.values()) {
      if (place != Place.BODY && place.name().toLowerCase(Locale.ROOT).equals(in)) {
        Schema schema = Schema.of(references, schema(param));
        boolean required = param.path("required").asBoolean(false) || place == Place.PATH;
        params.put(in + " " + name, new Param(name, place, required, schema));
        boolean deep = param.path("style").asText().equals("deepObject");
        schema
            .properties()
            .forEach((member, inner) -> addMember(deep ? name : "", member, inner, params));
      }
    }
  }

  /** Of an object as a parameter, written as {@code created[gte]} or by the name alone. */
  private static void addMember(
      String above, String member, Schema schema, Map<String, Param> params) {
    String written = above.isEmpty() ? member : above + "[" + member + "]";
    params.put("query " + written, new Param(written, Place.QUERY, false, schema));
  }

  private JsonNode schema(JsonNode param) {
    if (param.has("schema")) {
      return param.path("schema");
    }
    return description.isSwagger() ? param : ofContent(param.path("content")).orElse(param);
  }

  /** Whether the operation takes JSON, or nothing. */
  private boolean addBody(JsonNode operation, Map<String, Param> params) {
    if (description.isSwagger()) {
      return json(ofBoth(operation, "consumes"));
    }
    JsonNode body = references.follow(operation.path("requestBody"));
    Optional<JsonNode> schema = ofContent(body.path("content"));
    schema.ifPresent(found -> addMembers(Schema.of(references, found), params));
    return body.isMissingNode() || schema.isPresent();
  }

  private static void addMembers(Schema body, Map<String, Param> params) {
    List<String> required = new ArrayList<>();
    body.node().path("required").forEach(name -> required.add(name.asText()));
    body.properties()
        .forEach(
            (name, schema) ->
                params.put(
                    "body " + name, new Param(name, Place.BODY, required.contains(name), schema)));
  }
}

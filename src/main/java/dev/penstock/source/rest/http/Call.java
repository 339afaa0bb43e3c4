package dev.penstock.source.rest.http;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request that is still to be sent: a link as it was given, or an address with parameters.
 *
 * @param address without the parameters; may have a query string of its own
 * @param params in the order in which they are sent
 * @param headers by name, in any letter case
 * @param json a JSON object that the body holds beside the parameters
 */
public record Call(
    String method,
    URI address,
    Map<String, List<String>> params,
    Map<String, String> headers,
    Optional<String> json) {
  public Call {
    requireNonNull(method, "method");
    requireNonNull(address, "address");
    params = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(params));
    Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    sorted.putAll(headers);
    headers = java.util.Collections.unmodifiableMap(sorted);
    requireNonNull(json, "json");
  }

  /** One whose body, if it has one, holds parameters alone. */
  public Call(
      String method, URI address, Map<String, List<String>> params, Map<String, String> headers) {
    this(method, address, params, headers, Optional.empty());
  }

  /** The same with a JSON object in the body. */
  public Call json(String object) {
    return new Call(method, address, params, headers, Optional.of(object));
  }

  /** The same with these parameters in the place of its own. */
  public Call params(Map<String, List<String>> others) {
    return new Call(method, address, others, headers, json);
  }

  /**
   * The same with a value in its JSON body.
   *
   * @param name dots lead into objects
   * @param literal as JSON writes it
   */
  public Call literal(String name, String literal) {
    return json(Requests.with(json.orElse("{}"), name, literal));
  }

  /** The same with another value of a parameter. */
  public Call param(String name, String value) {
    Map<String, List<String>> all = new LinkedHashMap<>(params);
    all.put(name, List.of(value));
    return new Call(method, address, all, headers, json);
  }

  /** The same with another value of a parameter that travels in the address, body or not. */
  public Call inAddress(String name, String value) {
    Call bare = new Call("GET", address, Map.of(name, List.of(value)), headers);
    return new Call(method, bare.uri(), params, headers, json);
  }

  /** The same with another value of a header, whose letter case does not count. */
  public Call header(String name, String value) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(headers);
    all.put(name, value);
    return new Call(method, address, params, all, json);
  }

  /** The same headers, but to a link that says everything itself. */
  public Call to(URI link) {
    return new Call(method, link, Map.of(), headers);
  }

  /** Whether parameters travel as a JSON body. */
  public boolean hasBody() {
    return method.equals("POST");
  }

  /** Whether parameters travel in a body of JSON. */
  public boolean hasJsonBody() {
    return hasBody() && !Requests.isForm(this);
  }

  /** What it asks with: the body, or the parameters in the address. */
  public String question() {
    return hasBody() ? json.map(object -> object + " ").orElse("") + params : "";
  }

  /** Whether the body is a GraphQL query. */
  public boolean isGraphQl() {
    return hasBody()
        && (params.containsKey("query") || json.filter(Requests::asksGraphQl).isPresent());
  }

  /** What is sent as the body; empty without one. */
  public String body() {
    return hasBody() ? Requests.body(this) : "";
  }

  /** Where it goes, with the parameters that travel in it. */
  public URI uri() {
    return hasBody() || params.isEmpty() ? address : URI.create(withQuery());
  }

  /** A parameter takes the place of one of the same name in the address. */
  private String withQuery() {
    String text = address.toString();
    int mark = text.indexOf('?');
    List<String> parts = new ArrayList<>();
    if (mark >= 0) {
      for (String part : text.substring(mark + 1).split("&", -1)) {
        if (!part.isEmpty() && !params.containsKey(name(part))) {
          parts.add(part);
        }
      }
    }
    params.forEach(
        (name, values) -> values.forEach(v -> parts.add(encode(name) + "=" + encode(v))));
    String base = mark < 0 ? text : text.substring(0, mark);
    return parts.isEmpty() ? base : base + "?" + String.join("&", parts);
  }

  private static String name(String part) {
    int sign = part.indexOf('=');
    try {
      String name = sign < 0 ? part : part.substring(0, sign);
      return java.net.URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Not percent-encoded as it should be: no parameter of ours has such a name.
      return part;
    }
  }

  /** Percent-encoded for a query or a step of a path. */
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

package dev.penstock.testing.azure;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One request, with its path style address taken apart. */
final class LakeRequest {
  private final HttpExchange exchange;
  private final Map<String, String> query;
  private final String container;
  private final String path;

  LakeRequest(HttpExchange exchange) {
    this.exchange = exchange;
    this.query = parse(exchange.getRequestURI().getRawQuery());
    String[] parts = exchange.getRequestURI().getRawPath().split("/", 4);
    this.container = parts.length > 2 ? decode(parts[2]) : "";
    this.path = parts.length > 3 ? trim(decode(parts[3])) : "";
  }

  Operation operation() {
    String action = query("action").orElse("");
    return switch (method()) {
      case "GET" -> get();
      case "HEAD" -> head(action);
      case "PUT" -> put();
      case "PATCH" -> patch(action);
      case "DELETE" -> path.isEmpty() ? Operation.DELETE_CONTAINER : Operation.DELETE;
      default -> Operation.UNKNOWN;
    };
  }

  private Operation get() {
    if (query("comp").filter("properties"::equals).isPresent()) {
      return Operation.ACCOUNT;
    }
    if (query("resource").isPresent()) {
      return Operation.LIST;
    }
    return path.isEmpty() ? Operation.CONTAINER_PROPERTIES : Operation.READ;
  }

  private Operation head(String action) {
    if (action.equals("getAccessControl")) {
      return Operation.ACCESS_CONTROL;
    }
    if (query("comp").filter("properties"::equals).isPresent()) {
      return Operation.ACCOUNT;
    }
    return path.isEmpty() ? Operation.CONTAINER_PROPERTIES : Operation.PROPERTIES;
  }

  private Operation put() {
    Optional<String> comp = query("comp");
    if (comp.isPresent()) {
      return comp.get().equals("lease") ? lease() : Operation.METADATA;
    }
    if (path.isEmpty()) {
      return Operation.CREATE_CONTAINER;
    }
    if (header("x-ms-rename-source").isPresent()) {
      return Operation.RENAME;
    }
    return query("resource")
        .map(kind -> kind.equals("directory") ? Operation.CREATE_DIRECTORY : Operation.CREATE)
        .orElse(Operation.PUT_BLOB);
  }

  private Operation lease() {
    return switch (header("x-ms-lease-action").orElse("")) {
      case "acquire" -> Operation.LEASE_ACQUIRE;
      case "renew" -> Operation.LEASE_RENEW;
      case "change" -> Operation.LEASE_CHANGE;
      case "release" -> Operation.LEASE_RELEASE;
      case "break" -> Operation.LEASE_BREAK;
      default -> Operation.UNKNOWN;
    };
  }

  private Operation patch(String action) {
    return switch (action) {
      case "append" ->
          query("flush").filter("true"::equals).isPresent()
              ? Operation.APPEND_FLUSH
              : Operation.APPEND;
      case "flush" -> Operation.FLUSH;
      case "setAccessControl" -> Operation.SET_ACCESS_CONTROL;
      default -> Operation.UNKNOWN;
    };
  }

  /** Whether the caller spoke to the dfs endpoint, whose errors are JSON. */
  boolean dfs() {
    return switch (operation()) {
      case LIST, CREATE, CREATE_DIRECTORY, RENAME, DELETE, ACCESS_CONTROL -> true;
      // The blob endpoint knows no PATCH.
      default -> method().equals("PATCH");
    };
  }

  String method() {
    return exchange.getRequestMethod();
  }

  boolean encrypted() {
    return exchange instanceof HttpsExchange;
  }

  String rawPath() {
    return exchange.getRequestURI().getRawPath();
  }

  String rawQuery() {
    return Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
  }

  String container() {
    return container;
  }

  String path() {
    return path;
  }

  Map<String, String> query() {
    return query;
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  Map<String, java.util.List<String>> headers() {
    return exchange.getRequestHeaders();
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  InputStream body() {
    return exchange.getRequestBody();
  }

  long contentLength() {
    return header("Content-Length").map(Long::parseLong).orElse(0L);
  }

  /** Percent-decoding that leaves '+' alone, as a path wants it. */
  static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  static String trim(String path) {
    String clean = path;
    while (clean.startsWith("/")) {
      clean = clean.substring(1);
    }
    while (clean.endsWith("/")) {
      clean = clean.substring(0, clean.length() - 1);
    }
    return clean;
  }

  private static Map<String, String> parse(String raw) {
    Map<String, String> values = new TreeMap<>();
    for (String pair : Optional.ofNullable(raw).orElse("").split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        values.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return values;
  }
}

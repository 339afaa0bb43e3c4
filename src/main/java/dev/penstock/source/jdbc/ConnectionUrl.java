package dev.penstock.source.jdbc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes a URL such as {@code postgresql://user:password@host:5432/database?sslmode=require} apart,
 * with or without {@code jdbc:} before it. The URL itself is never handed on, as it may hold a
 * password; a password may hold any character, {@code @} too.
 *
 * @param parts by the names of the settings: host, port, database, path, username, password
 * @param options what follows the question mark, names in lower case
 */
record ConnectionUrl(Map<String, String> parts, Map<String, String> options) {
  private static final Pattern LOGIN_OPTION = Pattern.compile("[?&](?i:user|username|password)=");
  static final ConnectionUrl NONE = new ConnectionUrl(Map.of(), Map.of());

  ConnectionUrl {
    parts = Map.copyOf(parts);
    options = Map.copyOf(options);
  }

  @Override
  public String toString() {
    return "***";
  }

  /** One that the driver takes apart. */
  static ConnectionUrl whole(String url) {
    return new ConnectionUrl(Map.of("url", url.strip()), Map.of());
  }

  static ConnectionUrl parse(String url) {
    String rest = url.strip().replaceFirst("^(?i)jdbc:", "");
    if (rest.toLowerCase(Locale.ROOT).startsWith("sqlite:")) {
      String path = rest.substring("sqlite:".length()).replaceFirst("^///", "");
      return new ConnectionUrl(Map.of("path", path), Map.of());
    }
    Map<String, String> parts = new HashMap<>();
    rest = rest.replaceFirst("^[A-Za-z0-9+]+:(//)?", "");
    int at = userEnd(rest);
    if (at >= 0) {
      user(rest.substring(0, at), parts);
      rest = rest.substring(at + 1);
    }
    int question = rest.indexOf('?');
    Map<String, String> options = new HashMap<>();
    if (question >= 0) {
      options(rest.substring(question + 1), parts, options);
      rest = rest.substring(0, question);
    }
    address(rest, parts);
    return new ConnectionUrl(parts, options);
  }

  /** The last @ before any login that is given as an option. */
  private static int userEnd(String rest) {
    Matcher login = LOGIN_OPTION.matcher(rest);
    return rest.substring(0, login.find() ? login.start() : rest.length()).lastIndexOf('@');
  }

  private static void user(String text, Map<String, String> parts) {
    int colon = text.indexOf(':');
    parts.put("username", decoded(colon < 0 ? text : text.substring(0, colon)));
    if (colon >= 0) {
      parts.put("password", decoded(text.substring(colon + 1)));
    }
  }

  private static void options(String text, Map<String, String> parts, Map<String, String> options) {
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        continue;
      }
      String name = pair.substring(0, equals).toLowerCase(Locale.ROOT);
      String value = decoded(pair.substring(equals + 1));
      switch (name) {
        case "user", "username" -> parts.put("username", value);
        case "password" -> parts.put("password", value);
        default -> options.put(name, value);
      }
    }
  }

  private static void address(String text, Map<String, String> parts) {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    if (slash >= 0 && slash + 1 < text.length()) {
      parts.put("database", decoded(text.substring(slash + 1)));
    }
    int colon = host.lastIndexOf(':');
    if (colon > host.lastIndexOf(']')) {
      parts.put("port", host.substring(colon + 1));
      host = host.substring(0, colon);
    }
    if (!host.isEmpty()) {
      parts.put("host", host);
    }
  }

  /** A percent sign that begins no escape stands for itself, as people write passwords. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}

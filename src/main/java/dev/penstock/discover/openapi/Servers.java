package dev.penstock.discover.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where an API is, as its description says. */
record Servers(ApiDescription description) {
  /** The address that all paths are below, without a slash at its end. */
  Optional<String> baseUrl() {
    List<String> all = description.isSwagger() ? ofHost() : ofServers();
    return all.stream()
        .filter(url -> url.startsWith("https://"))
        .findFirst()
        .or(() -> all.stream().findFirst())
        .map(url -> url.replaceFirst("/+$", ""));
  }

  private List<String> ofHost() {
    JsonNode root = description.root();
    String host = root.path("host").asText("");
    String path = root.path("basePath").asText("");
    if (host.isEmpty()) {
      return absolute(path.isEmpty() ? "/" : path).stream().toList();
    }
    List<String> urls = new ArrayList<>();
    root.path("schemes").forEach(scheme -> urls.add(scheme.asText() + "://" + host + path));
    String fetched = description.address().map(URI::getScheme).orElse("https");
    return urls.isEmpty()
        ? List.of(fetched + "://" + host + path)
        : urls.stream().filter(url -> url.startsWith("http")).toList();
  }

  private List<String> ofServers() {
    List<String> urls = new ArrayList<>();
    for (JsonNode server : description.root().path("servers")) {
      absolute(filled(server)).ifPresent(urls::add);
    }
    if (description.root().path("servers").isEmpty()) {
      absolute("/").ifPresent(urls::add);
    }
    return urls;
  }

  /** With the usual values of its variables. */
  private static String filled(JsonNode server) {
    String url = server.path("url").asText("");
    for (Map.Entry<String, JsonNode> variable : server.path("variables").properties()) {
      url =
          url.replace(
              "{" + variable.getKey() + "}", variable.getValue().path("default").asText(""));
    }
    return url;
  }

  /** What the address is written with, where it differs from user to user. */
  List<String> variables() {
    JsonNode server = description.root().path("servers").path(0);
    return server.path("variables").properties().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue().path("default").asText(""))
        .toList();
  }

  /** The whole address of another place of the API. */
  Optional<String> place(String url) {
    return url.isBlank() ? Optional.empty() : whole(url, baseUrl().map(URI::create));
  }

  /** A relative address is one below that of the description. */
  private Optional<String> absolute(String url) {
    return whole(url, description.address());
  }

  private static Optional<String> whole(String url, Optional<URI> base) {
    try {
      URI uri = URI.create(url.strip());
      URI whole = base.map(from -> from.resolve(uri)).orElse(uri);
      boolean web = whole.getHost() != null && whole.getScheme().matches("(?i)https?");
      return web ? Optional.of(whole.toString()) : Optional.empty();
    } catch (IllegalArgumentException e) {
      // An address with places that nothing fills in.
      return Optional.empty();
    }
  }
}

package dev.penstock.discover.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The security schemes of a description, and the one that most of its lists take. */
final class Logins {
  private final ApiDescription description;
  private final Map<String, Login> schemes = new LinkedHashMap<>();
  private final Optional<String> chosen;

  /**
   * @param operations that are to be read
   */
  Logins(ApiDescription description, List<Operation> operations) {
    this.description = description;
    Map<String, Set<String>> scopes = scopes(operations);
    Servers servers = new Servers(description);
    JsonNode described =
        description.isSwagger()
            ? description.root().path("securityDefinitions")
            : description.root().path("components").path("securitySchemes");
    described
        .properties()
        .forEach(
            scheme ->
                schemes.put(
                    scheme.getKey(),
                    Login.of(
                        scheme.getKey(),
                        description.references().follow(scheme.getValue()),
                        servers,
                        scopes.getOrDefault(scheme.getKey(), Set.of()))));
    this.chosen = choose(operations);
  }

  private Map<String, Set<String>> scopes(List<Operation> operations) {
    Map<String, Set<String>> scopes = new HashMap<>();
    for (Operation operation : operations) {
      for (JsonNode choice : security(operation)) {
        for (Map.Entry<String, JsonNode> scheme : choice.properties()) {
          Set<String> own = scopes.computeIfAbsent(scheme.getKey(), name -> new TreeSet<>());
          scheme.getValue().forEach(scope -> own.add(scope.asText()));
        }
      }
    }
    return scopes;
  }

  private JsonNode security(Operation operation) {
    return operation.security().isMissingNode()
        ? description.root().path("security")
        : operation.security();
  }

  private Optional<String> choose(List<Operation> operations) {
    Map<String, Integer> votes = new LinkedHashMap<>();
    for (Operation operation : operations) {
      names(operation).forEach(name -> votes.merge(name, 1, Integer::sum));
    }
    if (votes.isEmpty()) {
      schemes.keySet().forEach(name -> votes.put(name, 1));
    }
    Comparator<String> byVotes = Comparator.comparing(name -> -votes.get(name));
    return votes.keySet().stream()
        .filter(schemes::containsKey)
        .min(byVotes.thenComparing(name -> schemes.get(name).rank()));
  }

  /** The schemes of which any lets an operation through. */
  private List<String> names(Operation operation) {
    List<String> names = new ArrayList<>();
    security(operation).forEach(choice -> choice.fieldNames().forEachRemaining(names::add));
    return names;
  }

  /** The one for the source; empty where the description knows none. */
  Optional<Login> chosen() {
    return chosen.map(schemes::get);
  }

  /** What an operation needs beside it, in words. */
  List<String> needs(Operation operation) {
    List<List<String>> missing = new ArrayList<>();
    for (JsonNode choice : security(operation)) {
      List<String> names = new ArrayList<>();
      choice.fieldNames().forEachRemaining(names::add);
      chosen.ifPresent(names::remove);
      missing.add(names);
    }
    return missing.stream()
        .min(Comparator.comparing(List::size))
        .map(names -> names.stream().map(name -> "the login " + name).toList())
        .orElse(List.of());
  }

  /** Whether the description says that an operation wants no login at all. */
  boolean isOpen(Operation operation) {
    return chosen.isPresent() && operation.security().isArray() && operation.security().isEmpty();
  }
}

package dev.penstock.discover.openapi;

import dev.penstock.job.JsonPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the records are in an answer.
 *
 * @param path the names that lead there; none when the answer is the list
 * @param record what each is
 * @param values what else the answer holds, near its root, by the names that lead there
 */
record RecordList(List<String> path, Schema record, Map<List<String>, Schema> values) {
  private static final int DEEPEST = 3;

  /** The names under which APIs put their lists, the likeliest first. */
  private static final List<String> USUAL =
      List.of(
          "data",
          "items",
          "results",
          "entries",
          "records",
          "rows",
          "entities",
          "payload",
          "content",
          "objects",
          "values",
          "value");

  RecordList {
    path = List.copyOf(path);
    values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  static Optional<RecordList> in(Operation operation) {
    Optional<Schema> elements = operation.answer().elements();
    if (elements.isPresent()) {
      return Optional.of(new RecordList(List.of(), elements.get(), Map.of()));
    }
    Map<List<String>, Schema> lists = new LinkedHashMap<>();
    Map<List<String>, Schema> values = new LinkedHashMap<>();
    gather(operation.answer(), List.of(), lists, values);
    boolean thing = hasKey(operation.answer());
    if (thing && operation.endsInPlaceholder()) {
      return Optional.empty();
    }
    boolean single = thing || operation.endsInPlaceholder();
    return usual(lists, single ? 1 : DEEPEST)
        .or(() -> single ? Optional.empty() : only(lists, operation))
        .map(path -> new RecordList(path, lists.get(path), values));
  }

  private static void gather(
      Schema from,
      List<String> above,
      Map<List<String>, Schema> lists,
      Map<List<String>, Schema> values) {
    from.properties()
        .forEach(
            (name, schema) -> {
              List<String> path = new ArrayList<>(above);
              path.add(name);
              Optional<Schema> elements = schema.elements();
              if (elements.isPresent()) {
                if (!elements.get().isScalar() && elements.get().elements().isEmpty()) {
                  lists.put(path, elements.get());
                }
              } else if (!schema.properties().isEmpty()) {
                if (path.size() < DEEPEST) {
                  gather(schema, path, lists, values);
                }
              } else {
                values.put(path, schema);
              }
            });
  }

  private static Optional<List<String>> usual(Map<List<String>, Schema> lists, int deepest) {
    for (int depth = 1; depth <= deepest; depth++) {
      for (String name : USUAL) {
        for (List<String> path : lists.keySet()) {
          if (path.size() == depth && last(path).equalsIgnoreCase(name)) {
            return Optional.of(path);
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Whether the answer looks like one thing, which may have lists of its own. */
  private static boolean hasKey(Schema answer) {
    return answer.properties().keySet().stream()
        .anyMatch(name -> List.of("id", "uuid", "guid").contains(Operation.plain(name)));
  }

  /** The one that is called as the path is, or the only one. */
  private static Optional<List<String>> only(Map<List<String>, Schema> lists, Operation operation) {
    String wanted = Operation.plain(operation.lastName());
    List<List<String>> named =
        lists.keySet().stream().filter(p -> Operation.plain(last(p)).equals(wanted)).toList();
    if (named.size() == 1) {
      return Optional.of(named.get(0));
    }
    List<List<String>> near = lists.keySet().stream().filter(p -> p.size() == 1).toList();
    List<List<String>> candidates = near.isEmpty() ? List.copyOf(lists.keySet()) : near;
    return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
  }

  static String last(List<String> path) {
    return path.get(path.size() - 1);
  }

  /** As {@code data_selector} takes it. */
  String selector() {
    return path.isEmpty() ? JsonPath.ROOT.text() : text(path);
  }

  /** Names with dots or signs of their own stand in quotes. */
  static String text(List<String> path) {
    StringBuilder text = new StringBuilder();
    for (String name : path) {
      if (name.matches("[\\p{L}\\p{N}_$-]+")) {
        text.append(text.isEmpty() ? "" : ".").append(name);
      } else {
        text.append("['").append(name.replace("'", "")).append("']");
      }
    }
    return text.toString();
  }

  /** The column that tells records apart, if its name says so. */
  Optional<String> key() {
    Map<String, Schema> properties = record.properties();
    String thing = Operation.plain(path.isEmpty() ? "" : last(path)).replaceFirst("s$", "");
    List<String> names = new ArrayList<>(List.of("id", "uuid", "guid"));
    if (!thing.isEmpty()) {
      names.add(thing + "id");
    }
    return names.stream()
        .flatMap(
            name ->
                properties.entrySet().stream()
                    .filter(entry -> entry.getValue().isScalar())
                    .map(Map.Entry::getKey)
                    .filter(property -> Operation.plain(property).equals(name)))
        .findFirst();
  }
}

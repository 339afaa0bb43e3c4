package dev.penstock.source.rest.json;

import static java.util.Objects.requireNonNull;

import dev.penstock.job.JsonPath;
import dev.penstock.job.JsonPath.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where the records are in an answer of which nobody has said so. */
public sealed interface Selection {
  /** The names under which APIs put their lists, the likeliest first. */
  List<String> USUAL =
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
          "values");

  /** The names under which they say what went wrong. */
  Set<String> FAULTS =
      Set.of("error", "errors", "fault", "exception", "error_message", "errormessage");

  <T> T when(Cases<T> cases);

  /** One method for each outcome. */
  interface Cases<T> {
    T found(Found found);

    T fault(Fault fault);

    T unclear(Unclear unclear);
  }

  /** They are there. */
  record Found(JsonPath path) implements Selection {
    public Found {
      requireNonNull(path, "path");
    }

    @Override
    public <T> T when(Cases<T> cases) {
      return cases.found(this);
    }
  }

  /** The answer says that something went wrong. */
  record Fault(String said) implements Selection {
    @Override
    public <T> T when(Cases<T> cases) {
      return cases.fault(this);
    }
  }

  /** Several lists could be meant, or none. */
  record Unclear(List<String> lists) implements Selection {
    public Unclear {
      lists = List.copyOf(lists);
    }

    @Override
    public <T> T when(Cases<T> cases) {
      return cases.unclear(this);
    }
  }

  static Selection in(Outline outline) {
    if (outline.root() == Outline.Kind.LIST) {
      return new Found(JsonPath.ROOT);
    }
    if (outline.root() != Outline.Kind.OBJECT) {
      return new Unclear(List.of());
    }
    return usual(outline).<Selection>map(Found::new).orElseGet(() -> unusual(outline));
  }

  private static Optional<JsonPath> usual(Outline outline) {
    for (int depth = 1; depth <= 3; depth++) {
      for (String name : USUAL) {
        for (List<String> path : outline.lists().keySet()) {
          if (path.size() == depth && path.get(depth - 1).equalsIgnoreCase(name)) {
            return Optional.of(JsonPath.of(path));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Selection unusual(Outline outline) {
    Optional<Fault> fault = fault(outline);
    if (fault.isPresent()) {
      return fault.get();
    }
    List<List<String>> lists =
        outline.lists().entrySet().stream()
            .filter(list -> list.getValue().objects() > 0 && list.getKey().size() <= 3)
            .map(list -> list.getKey())
            .toList();
    if (lists.size() == 1) {
      return new Found(JsonPath.of(lists.get(0)));
    }
    if (lists.size() > 1) {
      return new Unclear(lists.stream().map(path -> String.join(".", path)).toList());
    }
    return new Found(single(outline));
  }

  /** An object for each key, an object under one of the usual names, or one object. */
  private static JsonPath single(Outline outline) {
    if (outline.members() > 0 && outline.objects() == outline.members()) {
      Optional<String> wrapper =
          USUAL.stream()
              .filter(name -> outline.members() == 1)
              .filter(
                  name ->
                      outline.values().keySet().stream().anyMatch(v -> v.startsWith(name + ".")))
              .findFirst();
      return wrapper
          .map(name -> JsonPath.of(List.of(name)))
          .orElse(new JsonPath("$.*", List.of(new Step(Step.Kind.ALL, ""))));
    }
    return JsonPath.ROOT;
  }

  private static Optional<Fault> fault(Outline outline) {
    for (var list : outline.lists().entrySet()) {
      boolean named = FAULTS.contains(list.getKey().get(0).toLowerCase(java.util.Locale.ROOT));
      if (named && list.getValue().count() > 0) {
        return Optional.of(new Fault(list.getKey().get(0)));
      }
    }
    for (var value : outline.values().entrySet()) {
      String name = value.getKey().split("\\.", 2)[0];
      boolean named = FAULTS.contains(name.toLowerCase(java.util.Locale.ROOT));
      if (named && !Set.of("", "false", "0").contains(value.getValue())) {
        return Optional.of(
            new Fault(value.getKey() + ": " + message(outline, value.getKey(), name)));
      }
    }
    return Optional.empty();
  }

  private static String message(Outline outline, String path, String name) {
    return outline
        .value(name + ".message")
        .or(() -> outline.value("message"))
        .or(() -> outline.value(path))
        .orElse("");
  }
}

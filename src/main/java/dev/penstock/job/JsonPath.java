package dev.penstock.job;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place inside a JSON document: names, {@code [0]}, {@code [-1]}, and {@code *} for all members.
 *
 * @param text as people wrote it
 */
public record JsonPath(String text, List<Step> steps) {
  /** The whole document. */
  public static final JsonPath ROOT = new JsonPath("$", List.of());

  private static final Pattern PART =
      Pattern.compile(
          "\\.?(?:(?<all>\\*|\\[\\*\\])|\\[(?<index>-1|\\d{1,6})\\]"
              + "|\\[(?:'(?<single>[^']*)'|\"(?<double>[^\"]*)\")\\]|(?<name>[^.\\[\\]*'\"]+))");

  public JsonPath {
    requireNonNull(text, "text");
    steps = List.copyOf(steps);
  }

  /**
   * One step down.
   *
   * @param name of a member of an object; the number for {@code INDEX}; empty for {@code ALL}
   */
  public record Step(Kind kind, String name) {
    /** What a step leads to. */
    public enum Kind {
      NAME,
      /** An element of an array; -1 is its last. */
      INDEX,
      /** Every member of an object, or element of an array. */
      ALL
    }

    /** Whether it leads to the member of this name. */
    public boolean takes(String member) {
      return kind == Kind.ALL || (kind == Kind.NAME && name.equals(member));
    }

    /** Whether it leads to this element; the last is only known when all have passed. */
    public boolean takes(int index) {
      return kind == Kind.ALL
          || (kind == Kind.INDEX && (isLast() || name.equals(Integer.toString(index))));
    }

    /** Whether it leads to the last element. */
    public boolean isLast() {
      return kind == Kind.INDEX && name.equals("-1");
    }
  }

  /** Reads a path; empty when it is none. */
  public static Optional<JsonPath> parse(String text) {
    String rest = text.strip();
    if (rest.startsWith("$")) {
      rest = rest.substring(1);
    }
    List<Step> steps = new ArrayList<>();
    Matcher part = PART.matcher(rest);
    int at = 0;
    while (at < rest.length()) {
      part.region(at, rest.length());
      if (!part.lookingAt()) {
        return Optional.empty();
      }
      steps.add(step(part));
      at = part.end();
    }
    return text.isBlank() ? Optional.empty() : Optional.of(new JsonPath(text.strip(), steps));
  }

  private static Step step(Matcher part) {
    if (part.group("all") != null) {
      return new Step(Step.Kind.ALL, "");
    }
    if (part.group("index") != null) {
      return new Step(Step.Kind.INDEX, part.group("index"));
    }
    for (String quoted : List.of("single", "double")) {
      if (part.group(quoted) != null) {
        return new Step(Step.Kind.NAME, part.group(quoted));
      }
    }
    return new Step(Step.Kind.NAME, part.group("name"));
  }

  /** The path that leads on by names alone. */
  public static JsonPath of(List<String> names) {
    return new JsonPath(
        names.isEmpty() ? "$" : String.join(".", names),
        names.stream().map(name -> new Step(Step.Kind.NAME, name)).toList());
  }

  /** The steps below {@code other}; empty when it does not lead there. */
  public Optional<List<Step>> below(JsonPath other) {
    int length = other.steps.size();
    boolean leads = steps.size() >= length && steps.subList(0, length).equals(other.steps);
    return leads ? Optional.of(steps.subList(length, steps.size())) : Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}

package dev.penstock.destination.lake;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.ConfigException;
import dev.penstock.failure.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of a published file below container and folder, as a template.
 *
 * @param template as the setting has it
 */
record Layout(String template) {
  private static final String LOAD_ID = "load_id";
  private static final String FILE_ID = "file_id";
  private static final String EXT = "ext";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
  private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9_=./-]*");
  private static final Map<String, String> NEEDED =
      Map.of(
          "table_name",
          "two tables would share their folders",
          LOAD_ID,
          "two loads would write the same file",
          FILE_ID,
          "two files of a load would have the same name",
          EXT,
          "readers would not know the file as Parquet");

  Layout {
    requireNonNull(template, "template");
  }

  /**
   * Reads a template.
   *
   * @throws ConfigException naming every mistake in it
   */
  static Layout parse(String template) {
    List<Problem> problems = new ArrayList<>();
    Set<String> used = placeholders(template);
    for (String name : used) {
      if (!allowed(name)) {
        problems.add(
            problem(
                template, "{%s} is no placeholder".formatted(name), "Use " + allowedNames() + "."));
      }
    }
    new TreeMap<>(NEEDED)
        .forEach(
            (name, otherwise) -> {
              if (!used.contains(name)) {
                problems.add(
                    problem(
                        template,
                        "without {%s} %s".formatted(name, otherwise),
                        "Add {%s}.".formatted(name)));
              }
            });
    literalProblem(template).ifPresent(problems::add);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new Layout(template);
  }

  /** The path of one file of a load. */
  String path(Placement placement, String loadId, String fileId) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    switch (match.group(1)) {
                      case LOAD_ID -> loadId;
                      case FILE_ID -> fileId;
                      case EXT -> "parquet";
                      default -> Placeholder.value(match.group(1), placement);
                    }));
  }

  /**
   * What the paths of all loads of that table and time have in common: everything before the first
   * placeholder that differs from load to load. Ends in a slash where that is a folder.
   */
  String scope(Placement placement) {
    String marker = "{}";
    String path =
        PLACEHOLDER
            .matcher(template)
            .replaceAll(
                match ->
                    Placeholder.exists(match.group(1))
                        ? Matcher.quoteReplacement(Placeholder.value(match.group(1), placement))
                        : marker);
    return path.substring(0, path.indexOf(marker));
  }

  private static Set<String> placeholders(String template) {
    Set<String> used = new TreeSet<>();
    Matcher matcher = PLACEHOLDER.matcher(template);
    while (matcher.find()) {
      used.add(matcher.group(1));
    }
    return used;
  }

  private static boolean allowed(String name) {
    return Placeholder.exists(name) || List.of(LOAD_ID, FILE_ID, EXT).contains(name);
  }

  private static String allowedNames() {
    StringBuilder names = new StringBuilder("{load_id} {file_id} {ext}");
    Placeholder.names().forEach(name -> names.append(" {").append(name).append('}'));
    return names.toString();
  }

  private static Optional<Problem> literalProblem(String template) {
    String literal = PLACEHOLDER.matcher(template).replaceAll("x");
    if (!LITERAL.matcher(literal).matches()) {
      return Optional.of(
          problem(
              template,
              "it holds a character that not every store allows",
              "Between placeholders use letters, digits, and _ - . = /."));
    }
    for (String name : literal.split("/", -1)) {
      if (name.isEmpty() || name.startsWith(".") || name.startsWith("_") || name.endsWith(".")) {
        return Optional.of(
            problem(
                template,
                "a folder or file name in it is empty, ends in a dot, or begins with . or _, which"
                    + " readers skip",
                "Begin every name between slashes with a letter, a digit or a placeholder."));
      }
    }
    return Optional.empty();
  }

  private static Problem problem(String template, String what, String mend) {
    return Problem.error("setting layout", "'" + template + "': " + what + ".", mend);
  }
}

package dev.penstock.schema;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.Naming;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names of a table's columns at the destination, in the order of the source's columns. */
public record ColumnNames(List<String> names) {
  private static final Pattern OTHER_THAN_WORD = Pattern.compile("[^a-zA-Z0-9_]+");
  private static final Pattern BEFORE_CAPITALISED = Pattern.compile("([^_])([A-Z][a-z]+)");
  private static final Pattern BEFORE_CAPITAL = Pattern.compile("([a-z0-9])([A-Z])");
  private static final String JOINT = "__";
  private static final Pattern UNDERSCORES = Pattern.compile("_{2,}");

  public ColumnNames {
    names = List.copyOf(names);
  }

  /**
   * Names the columns of a table.
   *
   * @param place where the job stands; the message begins with it
   * @param sourceNames in the source's order
   * @param naming as of {@link #naming}
   * @param reserved names that the destination adds by itself
   * @throws IngestException CONFIG when two columns would share a name or take a reserved one;
   *     names are compared without regard to letter case, as most readers do
   */
  public static ColumnNames of(
      String place, List<String> sourceNames, UnaryOperator<String> naming, List<String> reserved) {
    Map<String, String> taken = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (String sourceName : sourceNames) {
      String name = naming.apply(sourceName);
      if (name.isBlank()) {
        throw unnamed(place, names.size() + 1);
      }
      if (reserved.stream().anyMatch(name::equalsIgnoreCase)) {
        throw takesReserved(place, sourceName, name);
      }
      String holder = taken.putIfAbsent(name.toLowerCase(Locale.ROOT), sourceName);
      if (holder != null) {
        throw clash(place, holder, sourceName, name);
      }
      names.add(name);
    }
    return new ColumnNames(names);
  }

  /**
   * Of columns that a table keeps, and those that a load adds.
   *
   * @throws IngestException CONFIG when two share a name, letter case aside
   */
  static void requireDistinct(String place, List<TableSchema.Column> columns) {
    Map<String, String> taken = new HashMap<>();
    for (TableSchema.Column column : columns) {
      String key = column.name().toLowerCase(Locale.ROOT);
      String holder = taken.putIfAbsent(key, column.sourceName());
      if (holder != null) {
        throw clash(place, holder, column.sourceName(), column.name());
      }
    }
  }

  private static IngestException clash(String place, String first, String second, String name) {
    return new IngestException(
        ErrorCode.CONFIG,
        "%s: columns '%s' and '%s' would both be named '%s'.\n"
                .formatted(place, first, second, name)
            + "Rename one of them with query, or leave one out with columns; letter case does not"
            + " tell names apart.");
  }

  private static IngestException takesReserved(String place, String sourceName, String name) {
    return new IngestException(
        ErrorCode.CONFIG,
        "%s: column '%s' would be named '%s', which is added to every row.\n"
                .formatted(place, sourceName, name)
            + "Rename the column with query, or leave it out with columns.");
  }

  private static IngestException unnamed(String place, int position) {
    return new IngestException(
        ErrorCode.CONFIG,
        "%s: column %d has no name.\nGive it one with query: SELECT ... AS name."
            .formatted(place, position));
  }

  /** How the columns of a job are named. */
  public static UnaryOperator<String> naming(Job job) {
    Naming naming = job.target().naming();
    return job.extract().endpoint().isPresent()
        ? path -> path(path, naming)
        : name -> name(name, naming);
  }

  /** As dlt names what lies in objects: each name on the way by itself. */
  private static String path(String path, Naming naming) {
    String[] steps = path.split(JOINT, -1);
    boolean names = Arrays.stream(steps).noneMatch(String::isBlank);
    return names
        ? Arrays.stream(steps).map(step -> name(step, naming)).collect(Collectors.joining(JOINT))
        : name(path, naming);
  }

  /** The name of one column or of one member of a struct. */
  public static String name(String sourceName, Naming naming) {
    return switch (naming) {
      case AS_IS -> sourceName;
      case SNAKE_CASE -> snakeCase(sourceName);
    };
  }

  /**
   * As dlt names columns, so that files of both can be read together: {@code OrderID} becomes
   * {@code order_id}, {@code 2nd} {@code _2nd}, a trailing underscore {@code x}, and whatever is no
   * ASCII letter or digit an underscore, but for {@code + * @ |}, which become {@code x x a l}.
   */
  static String snakeCase(String sourceName) {
    String word = OTHER_THAN_WORD.matcher(reduced(sourceName.strip())).replaceAll("_");
    word = BEFORE_CAPITALISED.matcher(word).replaceAll("$1_$2");
    word = BEFORE_CAPITAL.matcher(word).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
    if (!word.isEmpty() && Character.isDigit(word.charAt(0))) {
      word = "_" + word;
    }
    return UNDERSCORES.matcher(trailingAsX(word)).replaceAll("_");
  }

  private static String reduced(String name) {
    return name.replace('+', 'x')
        .replace('-', '_')
        .replace('*', 'x')
        .replace('@', 'a')
        .replace('|', 'l');
  }

  private static String trailingAsX(String word) {
    int end = word.length();
    while (end > 0 && word.charAt(end - 1) == '_') {
      end--;
    }
    return word.substring(0, end) + "x".repeat(word.length() - end);
  }
}

package dev.penstock.discover;

import static java.util.Objects.requireNonNull;

import dev.penstock.job.LoadType;
import dev.penstock.source.CursorType;
import dev.penstock.source.FoundTable;
import dev.penstock.source.FoundTable.Column;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a table may be loaded, for somebody to look at.
 *
 * @param watermarkColumn there for incremental loads
 * @param why in words
 */
public record Proposal(LoadType loadType, Optional<String> watermarkColumn, String why) {
  /** So many rows are worth reading by their growing number, though changes are not seen then. */
  private static final long MANY = 1_000_000;

  private static final Pattern CHANGED =
      Pattern.compile(
          "(last)?(update|modif|change|edit)(d|ied|ication)?(at|on|date|time|datetime|ts|timestamp|utc|stamp)*"
              + "|(date|time|dt|ts)(last)?(update|modif|change|edit)(d|ied)?"
              + "|system(mod)?stamp|lastmod(ified)?|rowversion|dwhupdated.*|upd(date|time|ts|at)|mod(date|time|ts)");

  public Proposal {
    requireNonNull(loadType, "loadType");
    requireNonNull(watermarkColumn, "watermarkColumn");
    requireNonNull(why, "why");
  }

  /** What a table's names, types, key and size suggest. */
  public static Proposal of(FoundTable table) {
    if (table.columns().isEmpty()) {
      return full("its columns cannot be read, so the source's user may not select from it");
    }
    if (table.kind() == FoundTable.Kind.VIEW) {
      return full("a view is read whole");
    }
    return changed(table)
        .map(column -> incremental(column, told(column)))
        .or(() -> growing(table))
        .orElseGet(() -> full("no column tells when a row changed"));
  }

  /** Whether a column of this name seems to tell when a row changed. */
  public static boolean tellsOfChange(String name) {
    return CHANGED.matcher(plain(name)).matches();
  }

  private static Optional<Column> changed(FoundTable table) {
    return table.columns().stream()
        .filter(Proposal::isTime)
        .filter(column -> tellsOfChange(column.name()))
        .min(Comparator.comparing(Column::nullable).thenComparing(column -> !column.indexed()));
  }

  private static boolean isTime(Column column) {
    return column
        .cursor()
        .filter(List.of(CursorType.TIMESTAMP, CursorType.TIMESTAMP_TZ)::contains)
        .isPresent();
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static String told(Column column) {
    String told = "it seems to tell when a row changed";
    if (column.nullable()) {
      told += "; rows in which it is NULL would not be read";
    }
    return column.indexed() ? told : told + "; no index begins with it";
  }

  private static Optional<Proposal> growing(FoundTable table) {
    if (table.key().size() != 1 || table.rows().orElse(0) < MANY) {
      return Optional.empty();
    }
    return table.columns().stream()
        .filter(column -> column.name().equals(table.key().get(0)))
        .filter(column -> column.cursor().equals(Optional.of(CursorType.INTEGER)))
        .findFirst()
        .map(
            column ->
                incremental(column, "the key, if it grows; rows that change later are not seen"));
  }

  private static Proposal incremental(Column column, String why) {
    return new Proposal(LoadType.INCREMENTAL, Optional.of(column.name()), why);
  }

  private static Proposal full(String why) {
    return new Proposal(LoadType.FULL, Optional.empty(), why);
  }

  /** In few words, such as {@code INCREMENTAL by updated_at}. */
  public String text() {
    return loadType + watermarkColumn.map(column -> " by " + column).orElse("");
  }
}

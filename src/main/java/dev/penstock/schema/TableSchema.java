package dev.penstock.schema;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The columns of a table as its loads have delivered them.
 *
 * @param version 1 for the first, one more each time that the columns differ from the load before;
 *     0 while no load has delivered any
 */
public record TableSchema(int version, List<Column> columns) {
  /** Of a table that no load has delivered yet. */
  public static final TableSchema NONE = new TableSchema(0, List.of());

  public TableSchema {
    columns = List.copyOf(columns);
  }

  /** The schema after a load that delivered {@code delivered}. */
  public TableSchema next(List<Column> delivered) {
    return version > 0 && columns.equals(delivered)
        ? this
        : new TableSchema(version + 1, delivered);
  }

  /**
   * The schema after loads were taken back to where {@code before} was: its columns, but never an
   * older number, which would come to stand for other columns.
   */
  public TableSchema backTo(TableSchema before) {
    return columns.equals(before.columns) ? this : new TableSchema(version + 1, before.columns);
  }

  /** Whether no load stands that has delivered a column. */
  public boolean holdsNone() {
    return columns.isEmpty();
  }

  /** The source's words for the types, by the source's names of the columns, in their order. */
  public Map<String, String> sourceTypes() {
    Map<String, String> types = new LinkedHashMap<>();
    columns.forEach(column -> types.putIfAbsent(column.sourceName(), column.sourceType()));
    columns.stream()
        .filter(Column::isDelivered)
        .forEach(column -> types.put(column.sourceName(), column.sourceType()));
    return types;
  }

  /** A column's name in the files, for one in any letter case; new ones are as they are given. */
  public String spelled(String name) {
    return columns.stream()
        .map(Column::name)
        .filter(name::equalsIgnoreCase)
        .findFirst()
        .orElse(name);
  }

  /** What is different from an earlier one, a sentence for each column. */
  public List<String> since(TableSchema earlier) {
    Map<String, Column> before = new LinkedHashMap<>();
    earlier.columns.forEach(column -> before.put(key(column), column));
    List<String> sentences = new ArrayList<>();
    for (Column column : columns) {
      Optional<Column> was = Optional.ofNullable(before.remove(key(column)));
      if (was.isEmpty()) {
        sentences.add("+ " + column.name() + " " + column.type());
      } else {
        column.since(was.get()).ifPresent(sentences::add);
      }
    }
    before.values().forEach(c -> sentences.add("- " + c.name() + " " + c.type()));
    return sentences;
  }

  private static String key(Column column) {
    return column.name().toLowerCase(Locale.ROOT);
  }

  /** Whether a column's values still come. */
  public enum Presence {
    /** The last load delivered it. */
    DELIVERED,
    /** The source has it no more, or has another type under its name; it is NULL in new files. */
    GONE
  }

  /**
   * One column.
   *
   * @param name in the files
   * @param sourceName at the source
   * @param sourceType the source's word for its type
   * @param type its type in the files, such as {@code decimal(10,2)}
   */
  public record Column(
      String name, String sourceName, String sourceType, String type, Presence presence) {
    public Column {
      requireNonNull(presence, "presence");
    }

    /** One that the last load delivered. */
    public Column(String name, String sourceName, String sourceType, String type) {
      this(name, sourceName, sourceType, type, Presence.DELIVERED);
    }

    boolean isDelivered() {
      return presence == Presence.DELIVERED;
    }

    Column with(Presence other) {
      return new Column(name, sourceName, sourceType, type, other);
    }

    private Optional<String> since(Column was) {
      if (presence != was.presence) {
        return Optional.of(isDelivered() ? name + " is back" : name + " holds no values any more");
      }
      if (!type.equals(was.type)) {
        return Optional.of(name + " " + was.type + " -> " + type);
      }
      return sourceType.equals(was.sourceType)
          ? Optional.empty()
          : Optional.of("%s at the source: %s -> %s".formatted(name, was.sourceType, sourceType));
    }
  }
}

package dev.penstock.engine.late;

import static java.util.stream.Collectors.joining;

import dev.penstock.engine.digest.RowDigests;
import dev.penstock.source.LateRows;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Of which columns the digests of a row are made. It serialises to JSON.
 *
 * @param identity the columns by which a row is known; all of {@code content} when none are named
 * @param content the columns that make two rows of one identity differ
 */
record Definition(List<Column> identity, List<Column> content) {
  /** No row has it, so that nothing is ever compared with what such a load remembers. */
  private static final Column OF_SOURCE = new Column("", "known by the source");

  /** A column as the source names it, with the type in which it was read. */
  record Column(String name, String type) {
    static Column of(Field field) {
      return new Column(field.getName(), type(field));
    }

    private static String type(Field field) {
      String of =
          field.getChildren().isEmpty()
              ? ""
              : field.getChildren().stream()
                  .map(
                      child ->
                          field.getType() instanceof ArrowType.Struct ? member(child) : type(child))
                  .collect(joining(", ", " of ", ""));
      return field.getType() + of;
    }

    private static String member(Field field) {
      return field.getName() + " " + type(field);
    }
  }

  Definition {
    identity = List.copyOf(identity);
    content = List.copyOf(content);
  }

  static Definition of(LateRows late, Schema schema, String cursor) {
    List<Column> identity =
        late.identity().stream().map(name -> Column.of(schema.findField(name))).toList();
    List<Column> content =
        switch (late.rule()) {
          case OPEN_TRANSACTIONS -> List.of(Column.of(schema.findField(cursor)));
          case KNOWN_BY_SOURCE -> List.of(OF_SOURCE);
          case LOOKBACK, NOT_LOOKED_FOR -> schema.getFields().stream().map(Column::of).toList();
        };
    return new Definition(identity, content);
  }

  /** Whether the source remembers by itself, and no rows are. */
  boolean isOfSource() {
    return content.equals(List.of(OF_SOURCE));
  }

  RowDigests digests() {
    return new RowDigests(names(identity), names(content));
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }

  /** Whether rows of this schema can be digested so. */
  boolean fits(Schema schema) {
    List<Column> columns = schema.getFields().stream().map(Column::of).toList();
    return columns.containsAll(identity) && columns.containsAll(content);
  }
}

package dev.penstock.job;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a job reads.
 *
 * @param schemaName the database schema; empty means the source's default
 * @param tableName the table, in the source's spelling; also the name of the table at the
 *     destination
 * @param query a SELECT to read instead of the table
 * @param columns the columns to read, in this order; empty means all of them in the table's order
 * @param filter a SQL condition that rows must meet, taken from the workbook as it stands
 * @param cursor the cursor column of an incremental job; empty for a full one
 * @param columnTypes column name to the Parquet type asked for, such as {@code text} or {@code
 *     decimal(38,9)}
 * @param endpoint what is read of an API; empty for tables and queries
 * @param cutting how its rows are read in pieces
 */
public record Extract(
    Optional<String> schemaName,
    String tableName,
    Optional<String> query,
    List<String> columns,
    Optional<String> filter,
    Optional<Cursor> cursor,
    Map<String, String> columnTypes,
    Optional<Endpoint> endpoint,
    Cutting cutting) {
  /**
   * How rows are read in pieces.
   *
   * @param column by whose values they are cut; empty leaves it to the source
   * @param group of jobs that read their source as of one instant; empty for a job by itself
   */
  public record Cutting(Optional<String> column, Optional<String> group) {
    public static final Cutting USUAL = new Cutting(Optional.empty(), Optional.empty());

    public Cutting {
      requireNonNull(column, "column");
      requireNonNull(group, "group");
    }
  }

  public Extract {
    requireNonNull(schemaName, "schemaName");
    requireNonNull(tableName, "tableName");
    requireNonNull(query, "query");
    requireNonNull(filter, "filter");
    requireNonNull(cursor, "cursor");
    columns = List.copyOf(columns);
    columnTypes = Map.copyOf(columnTypes);
    requireNonNull(endpoint, "endpoint");
    requireNonNull(cutting, "cutting");
  }

  /** As its source usually cuts it. */
  public Extract(
      Optional<String> schemaName,
      String tableName,
      Optional<String> query,
      List<String> columns,
      Optional<String> filter,
      Optional<Cursor> cursor,
      Map<String, String> columnTypes,
      Optional<Endpoint> endpoint) {
    this(
        schemaName,
        tableName,
        query,
        columns,
        filter,
        cursor,
        columnTypes,
        endpoint,
        Cutting.USUAL);
  }

  /** Of a table or a query. */
  public Extract(
      Optional<String> schemaName,
      String tableName,
      Optional<String> query,
      List<String> columns,
      Optional<String> filter,
      Optional<Cursor> cursor,
      Map<String, String> columnTypes) {
    this(schemaName, tableName, query, columns, filter, cursor, columnTypes, Optional.empty());
  }

  /** What is read of a table inside the records. */
  Extract ofInner(Endpoint.Inner inner) {
    return new Extract(
        schemaName,
        tableName + Endpoint.Inner.JOINT + inner.list(),
        query,
        under(inner.list(), columns),
        filter,
        cursor.map(
            of -> new Cursor(Endpoint.Inner.ofRoot(of.column()), of.initialValue(), of.lookback())),
        columnTypes.entrySet().stream()
            .filter(type -> !under(inner.list(), List.of(type.getKey())).isEmpty())
            .collect(
                Collectors.toMap(
                    type -> under(inner.list(), List.of(type.getKey())).get(0),
                    Map.Entry::getValue)),
        endpoint.map(of -> of.of(inner)),
        cutting);
  }

  /** The columns of an inner table, as it names them itself. */
  private static List<String> under(String list, List<String> columns) {
    String prefix = list + Endpoint.Inner.JOINT;
    return columns.stream()
        .filter(name -> name.regionMatches(true, 0, prefix, 0, prefix.length()))
        .map(name -> name.substring(prefix.length()))
        .toList();
  }

  /** The table as messages name it: {@code schema.table}, or the table alone. */
  public String qualifiedName() {
    return schemaName.map(schema -> schema + "." + tableName).orElse(tableName);
  }
}

package dev.penstock.job;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One row of the workbook.
 *
 * @param id unique in the workbook without regard to letter case; safe as a folder name
 * @param place where the row stands, such as {@code sheet SourceConfig, row 7}; messages begin with
 *     it
 * @param sourceName the name under which connection settings and secrets are found
 * @param dependsOn ids of the jobs that must succeed first
 * @param description free text for people; may be empty
 */
public record Job(
    String id,
    String place,
    String sourceName,
    SourceType sourceType,
    LoadType loadType,
    Extract extract,
    Target target,
    Effort effort,
    List<String> dependsOn,
    String description) {
  public Job {
    requireNonNull(id, "id");
    requireNonNull(place, "place");
    requireNonNull(sourceName, "sourceName");
    requireNonNull(sourceType, "sourceType");
    requireNonNull(loadType, "loadType");
    requireNonNull(extract, "extract");
    requireNonNull(target, "target");
    requireNonNull(effort, "effort");
    dependsOn = List.copyOf(dependsOn);
    requireNonNull(description, "description");
    if ((loadType == LoadType.INCREMENTAL) != extract.cursor().isPresent()) {
      throw new IllegalArgumentException(
          "job '%s': load_type %s does not go with cursor %s"
              .formatted(id, loadType, extract.cursor()));
    }
  }

  /** The same job with another initial value of its cursor; only for incremental jobs. */
  public Job startingAt(String initialValue) {
    Cursor cursor = extract.cursor().orElseThrow();
    Extract moved =
        new Extract(
            extract.schemaName(),
            extract.tableName(),
            extract.query(),
            extract.columns(),
            extract.filter(),
            Optional.of(new Cursor(cursor.column(), Optional.of(initialValue), cursor.lookback())),
            extract.columnTypes(),
            extract.endpoint().map(endpoint -> endpoint.startingAt(initialValue)),
            extract.cutting());
    return with(moved, target);
  }

  /** The same job, whose endpoint is asked for each record of another. */
  public Job under(Parent parent) {
    Extract asked =
        new Extract(
            extract.schemaName(),
            extract.tableName(),
            extract.query(),
            extract.columns(),
            extract.filter(),
            extract.cursor(),
            extract.columnTypes(),
            extract.endpoint().map(endpoint -> endpoint.under(parent)),
            extract.cutting());
    return with(asked, target);
  }

  /** The same job, but a batch of it holds no more rows than that. */
  public Job withBatchRows(int rows) {
    Effort small =
        new Effort(
            Math.min(rows, effort.batchRows()),
            effort.parallelism(),
            effort.retries(),
            effort.timeout());
    return new Job(
        id,
        place,
        sourceName,
        sourceType,
        loadType,
        extract,
        target,
        small,
        dependsOn,
        description);
  }

  /** Which tables the row means; empty when it means one, or no table at all. */
  public Optional<TablePattern> tables() {
    return TablePattern.of(extract.tableName());
  }

  /** What the ids of the jobs begin with that a row of several tables stands for. */
  public String tablePrefix() {
    return id + ".";
  }

  /**
   * The job of one of the tables that this row means, in the source's spelling of its name; its id
   * is the row's, a dot and that name.
   */
  public Job ofTable(String table) {
    return named(tablePrefix() + table, table);
  }

  /** The same row, but it does not mean these tables. */
  public Job without(List<String> tables) {
    String left =
        tables.stream().map(table -> ", " + TablePattern.NOT + table).collect(Collectors.joining());
    return named(id, extract.tableName() + left);
  }

  /** Whether its rows may hold lists that are tables of their own. */
  public boolean mayHoldTables() {
    return extract.endpoint().filter(endpoint -> endpoint.inner().isEmpty()).isPresent();
  }

  /**
   * The job of a table that a list inside this job's records makes; its id is this one's, a dot and
   * the name of the list. Only where {@link #mayHoldTables}.
   *
   * @param list the names that lead to the list, joined by two underscores
   */
  public Job ofInner(String list) {
    return new Job(
        tablePrefix() + list,
        place,
        sourceName,
        sourceType,
        loadType,
        extract.ofInner(new Endpoint.Inner(list, this)),
        target.withKey(List.of(Endpoint.Inner.PARENT_ID, Endpoint.Inner.LIST_INDEX)),
        effort,
        dependsOn,
        description);
  }

  private Job named(String otherId, String table) {
    Extract other =
        new Extract(
            extract.schemaName(),
            table,
            extract.query(),
            extract.columns(),
            extract.filter(),
            extract.cursor(),
            extract.columnTypes(),
            extract.endpoint(),
            extract.cutting());
    return new Job(
        otherId,
        place,
        sourceName,
        sourceType,
        loadType,
        other,
        target,
        effort,
        dependsOn,
        description);
  }

  /** The same job, but what it loads is treated as {@code disposition} says. */
  public Job with(WriteDisposition disposition) {
    return with(extract, target.with(disposition));
  }

  /** The same job under another contract. */
  public Job with(SchemaContract contract) {
    return with(extract, target.with(contract));
  }

  private Job with(Extract otherExtract, Target otherTarget) {
    return new Job(
        id,
        place,
        sourceName,
        sourceType,
        loadType,
        otherExtract,
        otherTarget,
        effort,
        dependsOn,
        description);
  }
}

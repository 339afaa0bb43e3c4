package dev.penstock.source.jdbc;

import dev.penstock.job.Cursor;
import dev.penstock.job.Effort;
import dev.penstock.job.Extract;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.Lookback;
import dev.penstock.job.Naming;
import dev.penstock.job.SourceType;
import dev.penstock.job.Target;
import dev.penstock.job.WriteDisposition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds jobs for tests: a full load of a table unless told otherwise. */
final class Jobs {
  private final SourceType type;
  private String source = "shop";
  private Optional<String> schema = Optional.empty();
  private String table = "t";
  private Optional<String> query = Optional.empty();
  private List<String> columns = List.of();
  private Optional<String> filter = Optional.empty();
  private Optional<Cursor> cursor = Optional.empty();
  private Map<String, String> types = Map.of();
  private Optional<String> splitColumn = Optional.empty();
  private Optional<String> group = Optional.empty();
  private String id = "job1";
  private int batchRows = 1000;
  private int parallelism = 1;
  private Duration timeout = Duration.ofMinutes(1);

  private Jobs(SourceType type) {
    this.type = type;
  }

  static Jobs of(SourceType type) {
    return new Jobs(type);
  }

  Jobs source(String name) {
    source = name;
    return this;
  }

  Jobs schema(String name) {
    schema = Optional.of(name);
    return this;
  }

  Jobs table(String name) {
    table = name;
    return this;
  }

  Jobs query(String sql) {
    query = Optional.of(sql);
    return this;
  }

  Jobs columns(String... names) {
    columns = List.of(names);
    return this;
  }

  Jobs filter(String sql) {
    filter = Optional.of(sql);
    return this;
  }

  Jobs cursor(String column) {
    cursor = Optional.of(new Cursor(column, Optional.empty()));
    return this;
  }

  Jobs cursor(String column, String initial) {
    cursor = Optional.of(new Cursor(column, Optional.of(initial)));
    return this;
  }

  Jobs lookback(String column, Lookback lookback) {
    cursor = Optional.of(new Cursor(column, Optional.empty(), Optional.of(lookback)));
    return this;
  }

  Jobs types(Map<String, String> columnTypes) {
    types = columnTypes;
    return this;
  }

  Jobs splitColumn(String name) {
    splitColumn = Optional.of(name);
    return this;
  }

  Jobs group(String name) {
    group = Optional.of(name);
    return this;
  }

  Jobs id(String text) {
    id = text;
    return this;
  }

  Jobs batchRows(int rows) {
    batchRows = rows;
    return this;
  }

  Jobs parallelism(int lanes) {
    parallelism = lanes;
    return this;
  }

  Jobs timeout(Duration duration) {
    timeout = duration;
    return this;
  }

  Job job() {
    return new Job(
        id,
        "sheet SourceConfig, row 7",
        source,
        type,
        cursor.isPresent() ? LoadType.INCREMENTAL : LoadType.FULL,
        new Extract(
            schema,
            table,
            query,
            columns,
            filter,
            cursor,
            types,
            Optional.empty(),
            new Extract.Cutting(splitColumn, group)),
        new Target(
            Optional.empty(),
            Optional.empty(),
            cursor.isPresent() ? WriteDisposition.APPEND : WriteDisposition.SNAPSHOT,
            Naming.SNAKE_CASE,
            List.of()),
        new Effort(batchRows, parallelism, 0, timeout),
        List.of(),
        "");
  }
}

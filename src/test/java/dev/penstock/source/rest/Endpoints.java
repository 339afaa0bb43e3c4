package dev.penstock.source.rest;

import dev.penstock.job.ApiSetting;
import dev.penstock.job.Cursor;
import dev.penstock.job.Effort;
import dev.penstock.job.Endpoint;
import dev.penstock.job.Extract;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.Lookback;
import dev.penstock.job.NamedValues;
import dev.penstock.job.Naming;
import dev.penstock.job.Parent;
import dev.penstock.job.SourceType;
import dev.penstock.job.Target;
import dev.penstock.job.WriteDisposition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds jobs for tests: a full load of an endpoint unless told otherwise. */
public final class Endpoints {
  private final String path;
  private String method = "GET";
  private final Map<ApiSetting, String> settings = new HashMap<>();
  private NamedValues params = NamedValues.NONE;
  private Optional<Cursor> cursor = Optional.empty();
  private List<String> columns = List.of();
  private Optional<String> filter = Optional.empty();
  private List<String> key = List.of();
  private Map<String, String> types = Map.of();

  private String id = "job1";
  private NamedValues headers = NamedValues.NONE;
  private Optional<String> body = Optional.empty();
  private Optional<Parent> parent = Optional.empty();

  private Endpoints(String path) {
    this.path = path;
  }

  public static Endpoints at(String path) {
    return new Endpoints(path);
  }

  Endpoints post() {
    method = "POST";
    return this;
  }

  Endpoints id(String jobId) {
    id = jobId;
    return this;
  }

  Endpoints headers(String text) {
    headers = NamedValues.parse(text).orElseThrow();
    return this;
  }

  Endpoints body(String json) {
    method = "POST";
    body = Optional.of(json);
    return this;
  }

  /** Asked for each record of another job. */
  Endpoints under(Endpoints other, String... fields) {
    parent = Optional.of(new Parent(other.job(), List.of(fields)));
    return this;
  }

  public Endpoints with(ApiSetting setting, String value) {
    settings.put(setting, value);
    return this;
  }

  Endpoints params(String text) {
    params = NamedValues.parse(text).orElseThrow();
    return this;
  }

  public Endpoints cursor(String column) {
    cursor = Optional.of(new Cursor(column, Optional.empty()));
    return this;
  }

  Endpoints cursor(String column, String initial) {
    cursor = Optional.of(new Cursor(column, Optional.of(initial)));
    return this;
  }

  Endpoints lookback(String column, Lookback lookback) {
    cursor = Optional.of(new Cursor(column, Optional.empty(), Optional.of(lookback)));
    return this;
  }

  Endpoints columns(String... names) {
    columns = List.of(names);
    return this;
  }

  Endpoints filter(String condition) {
    filter = Optional.of(condition);
    return this;
  }

  Endpoints types(Map<String, String> columnTypes) {
    types = columnTypes;
    return this;
  }

  Endpoints key(String... names) {
    key = List.of(names);
    return this;
  }

  public Job job() {
    boolean incremental = cursor.isPresent();
    return new Job(
        id,
        "sheet SourceConfig, row 7",
        "crm",
        SourceType.REST,
        incremental ? LoadType.INCREMENTAL : LoadType.FULL,
        new Extract(
            Optional.empty(),
            "t",
            Optional.empty(),
            columns,
            filter,
            cursor,
            types,
            Optional.of(
                new Endpoint(
                    path, method, settings, params, headers, body, parent, Optional.empty()))),
        new Target(
            Optional.empty(),
            Optional.empty(),
            incremental ? WriteDisposition.APPEND : WriteDisposition.SNAPSHOT,
            Naming.SNAKE_CASE,
            key),
        new Effort(1000, 1, 0, Duration.ofMinutes(1)),
        List.of(),
        "");
  }
}

package dev.penstock.source.rest;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.Cursor;
import dev.penstock.job.Endpoint;
import dev.penstock.job.Endpoint.Inner;
import dev.penstock.job.Job;
import dev.penstock.source.Adaptive;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Burden;
import dev.penstock.source.CursorType;
import dev.penstock.source.Known;
import dev.penstock.source.LateRows;
import dev.penstock.source.Paged;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Split.Part;
import dev.penstock.source.Survey;
import dev.penstock.source.Typed;
import dev.penstock.source.TypedColumn;
import dev.penstock.source.Watermark;
import dev.penstock.source.column.ColumnType;
import dev.penstock.source.rest.http.Api;
import dev.penstock.source.rest.http.Call;
import dev.penstock.source.rest.http.Stop;
import dev.penstock.source.rest.nested.InnerTables;
import dev.penstock.source.rest.spool.Columns;
import dev.penstock.source.rest.spool.Spool;
import dev.penstock.source.rest.spool.SpoolReader;
import dev.penstock.source.rest.spool.Wishes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of one endpoint. The survey fetches them all into a spool, since only all of them
 * tell what the columns are and which watermark is the greatest; the splits read the spool.
 */
final class RestSource implements Source, Adaptive, Paged, Typed {
  private static final Logger LOG = LoggerFactory.getLogger(RestSource.class);

  private final Job job;
  private final ApiOptions options;
  private final Template template;
  private final Api api;
  private final Stop stop;
  private final Shaping shaping;
  private final String where;
  private Map<String, ColumnType> earlier = Map.of();
  private final Harvests harvests;
  private final Job root;
  private Optional<Surveyed> surveyed = Optional.empty();

  /** What a survey has fetched. */
  private record Surveyed(Harvest harvest, boolean kept, Spool rows, Columns columns) {
    void release() {
      if (!kept) {
        harvest.close();
      }
    }
  }

  /**
   * @param job of the records, or of a table in them
   * @param harvests keep what is fetched where lists are tables
   */
  RestSource(
      Job job, ApiOptions options, Template template, Api api, Stop stop, Harvests harvests) {
    this.root = Harvests.root(job);
    this.harvests = harvests;
    this.shaping = Shaping.of(root, options);
    this.job = job;
    this.options = options;
    this.template = template;
    this.api = api;
    this.stop = stop;
    String address =
        template.call(Optional.of("2000-01-01T00:00:00Z")).address().toString().split("[?]", 2)[0];
    this.where =
        "%s, source %s: %s %s"
            .formatted(
                job.place(),
                job.sourceName(),
                job.extract().endpoint().orElseThrow().method(),
                address);
  }

  @Override
  public void keepColumns(Map<String, String> types) {
    Map<String, ColumnType> known = new HashMap<>();
    types.forEach((name, word) -> ColumnType.parse(word).ifPresent(type -> known.put(name, type)));
    known.keySet().removeIf(column -> shaping.treatments().excludes(inRecords(column)));
    earlier = Map.copyOf(known);
  }

  /** The name by which the settings of the row know a column of this job. */
  private String inRecords(String column) {
    return job.extract()
        .endpoint()
        .flatMap(Endpoint::inner)
        .map(inner -> inner.list() + Inner.JOINT + column)
        .orElse(column);
  }

  @Override
  public Schema schema() {
    return current().columns().schema();
  }

  @Override
  public List<TypedColumn> types() {
    return current().columns().types();
  }

  private synchronized Surveyed current() {
    return surveyed.orElseThrow(() -> new IllegalStateException("nothing was surveyed"));
  }

  @Override
  public Survey survey(Optional<Watermark> committed) {
    return survey(committed, Optional.empty(), Look.PAST);
  }

  @Override
  public Survey survey(Optional<Watermark> committed, Optional<Known> known) {
    return survey(committed, known, Look.BELOW_TOO);
  }

  @Override
  public Survey firstPage(Optional<Watermark> committed) {
    return survey(committed, Optional.empty(), Look.FIRST_PAGE);
  }

  @Override
  public synchronized Optional<String> secondPage() {
    return current()
        .harvest()
        .second()
        .map(
            call ->
                call.method()
                    + " "
                    + (call.hasBody() ? call.address() + "  " + call.params() : call.uri()));
  }

  /** Which records a survey is of. */
  private enum Look {
    /** Those past the watermark. */
    PAST,
    /** Those that are read again below it as well. */
    BELOW_TOO,
    /** Those of the first page. */
    FIRST_PAGE
  }

  /** All that makes a difference to what is fetched. */
  private record Start(Look look, Optional<Watermark> committed, Optional<Watermark> again) {}

  private synchronized Survey survey(
      Optional<Watermark> committed, Optional<Known> known, Look look) {
    stop.check();
    release();
    requireSameColumn(committed);
    Optional<Watermark> from = committed.map(watermark -> under(root, watermark));
    Optional<Watermark> again =
        from.filter(w -> look == Look.BELOW_TOO && w.type() != CursorType.TEXT)
            .map(new Lookbacks(root)::below);
    Start start = new Start(look, from, again);
    // Whoever looks at the first page alone keeps nothing for others.
    boolean kept = makesTables() && look != Look.FIRST_PAGE;
    Harvest harvest = kept ? harvests.get(job, start, () -> fetched(start)) : fetched(start);
    try {
      Spool rows = harvest.of(inner());
      Columns columns = columns(rows);
      surveyed = Optional.of(new Surveyed(harvest, kept, rows, columns));
      List<String> empty = new ArrayList<>(columns.empty());
      empty.removeAll(harvest.tables());
      if (!empty.isEmpty()) {
        LOG.info("left out: {}", String.join(", ", empty));
      }
      Findings findings = harvest.findings().of(job, rows);
      return look != Look.BELOW_TOO
          ? findings.survey(LateRows.NONE)
          : findings.survey(committed, known.filter(this::isOfThisCursor), columns);
    } catch (RuntimeException | Error e) {
      surveyed = Optional.empty();
      if (!kept) {
        harvest.close();
      }
      throw e;
    }
  }

  private Optional<Inner> inner() {
    return job.extract().endpoint().flatMap(Endpoint::inner);
  }

  private boolean makesTables() {
    return makesTables(options);
  }

  /** Whether lists inside records are tables. */
  static boolean makesTables(ApiOptions options) {
    return options.word(ApiSetting.NESTED, "json").equals("tables");
  }

  /** The same watermark under the name of the cursor of another job. */
  private static Watermark under(Job other, Watermark watermark) {
    return new Watermark(
        other.extract().cursor().orElseThrow().column(), watermark.type(), watermark.value());
  }

  private Harvest fetched(Start start) {
    Spool spool = new Spool(shaping.treatments());
    Optional<InnerTables> tables =
        makesTables() ? Optional.of(InnerTables.in(spool, innerTerms())) : Optional.empty();
    try {
      Optional<CursorGate> gate =
          root.extract()
              .cursor()
              .map(cursor -> new CursorGate(root, spool, start.committed(), start.again()));
      Intake intake = new Intake(spool, gate, shaping.filter());
      Fetch fetch = new Fetch(where, api, options, intake);
      Call call = template.call(beginning(start.again().or(start::committed)));
      Optional<Call> second = Optional.empty();
      if (start.look() == Look.FIRST_PAGE) {
        second = fetch.second(call);
      } else {
        fetch.run(call);
      }
      spool.endPages();
      tables.ifPresent(this::requireDistinct);
      Findings findings = new Findings(root, spool, intake, gate, api.ignored(), tables);
      findings.requireCursor();
      LOG.info("fetched: {}", fetch.words());
      return new Harvest(spool, tables, findings, fetch.words(), second);
    } catch (IOException e) {
      close(spool, tables);
      stop.check();
      throw noRoom(e);
    } catch (RuntimeException | Error e) {
      close(spool, tables);
      throw e;
    }
  }

  private static void close(Spool spool, Optional<InnerTables> tables) {
    try (Spool closed = spool) {
      assert closed == spool;
      tables.ifPresent(InnerTables::close);
    }
  }

  private InnerTables.Terms innerTerms() {
    return new InnerTables.Terms(
        Fetch.nesting(options),
        shaping.treatments(),
        root.extract().cursor().map(Cursor::column),
        new WantedLists(root.extract().columns()));
  }

  private void requireDistinct(InnerTables tables) {
    Set<String> seen = new HashSet<>();
    for (String name : tables.names()) {
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw new IngestException(
            ErrorCode.SOURCE_REFUSED,
            "%s: two different lists would both be the table %s.\nThe names of nested lists are joined by __; give one of them another name in rename_columns, or leave it out with exclude_columns."
                .formatted(where, root.extract().tableName() + Inner.JOINT + name));
      }
    }
  }

  private IngestException noRoom(IOException e) {
    return new IngestException(
        ErrorCode.INTERNAL,
        "%s: cannot keep the records in the temporary folder (%s).\nMake room there, or name another with -Djava.io.tmpdir."
            .formatted(where, e.getMessage()),
        e);
  }

  private boolean isOfThisCursor(Known known) {
    return known.upTo().column().equalsIgnoreCase(job.extract().cursor().orElseThrow().column());
  }

  private void requireSameColumn(Optional<Watermark> committed) {
    String column = job.extract().cursor().map(cursor -> cursor.column()).orElse("");
    if (committed.isPresent() && !committed.get().column().equalsIgnoreCase(column)) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "%s, column watermark_column: the committed watermark is of column %s, but the job now names %s.\nName the old column again, or set the watermark anew with the command state."
              .formatted(job.place(), committed.get().column(), column));
    }
  }

  /** What the API is told to read on from. */
  private Optional<String> beginning(Optional<Watermark> from) {
    if (root.extract().cursor().isEmpty()) {
      return Optional.empty();
    }
    if (from.isPresent()) {
      return from.map(Watermark::value);
    }
    return root.extract()
        .cursor()
        .get()
        .initialValue()
        .map(text -> WatermarkText.of(WatermarkText.guess(text.strip()), text).orElse(text));
  }

  private Columns columns(Spool spool) {
    Map<String, ColumnType> types = new HashMap<>();
    job.extract()
        .columnTypes()
        .forEach((name, word) -> types.put(name, ColumnType.parse(word).orElseThrow()));
    Wishes.Mixed mixed =
        options.word(ApiSetting.MIXED, "text").equals("variant")
            ? Wishes.Mixed.VARIANT
            : Wishes.Mixed.TEXT;
    Optional<String> cursor =
        job.extract()
            .cursor()
            .map(named -> spool.find(named.column()).map(f -> f.name()).orElse(named.column()));
    try {
      return Columns.of(spool, new Wishes(job.extract().columns(), types, earlier, cursor, mixed));
    } catch (Columns.SameNameException e) {
      throw new IngestException(
          ErrorCode.SOURCE_REFUSED,
          "%s: two different fields would both be the column %s.\nThe names of nested objects are joined by __; give one of them another name in rename_columns, or set max_nesting to 0, which keeps objects as JSON text."
              .formatted(where, e.getMessage()));
    }
  }

  @Override
  public List<Split> splits(Survey survey) {
    Surveyed found = current();
    // Where the records have moved on, so has a table in them, though no row of it is new.
    boolean moved = inner().isPresent() && !survey.window().after().equals(survey.window().upTo());
    List<Split> splits = new ArrayList<>();
    for (Part part : Part.values()) {
      boolean whole = part == Part.NEW && (job.extract().cursor().isEmpty() || moved);
      if (whole || found.rows().rows(part) > 0) {
        splits.add(
            new Split(
                splits.size(),
                where.substring(where.indexOf(": ") + 2) + ": " + found.harvest().words(),
                List.of(),
                Optional.empty(),
                part));
      }
    }
    return splits;
  }

  @Override
  public BatchReader open(Split split) {
    Surveyed found = current();
    return new SpoolReader(
        where, found.rows(), split.part(), found.columns(), job.effort().batchRows());
  }

  /** Fetches the first page alone and reads it, keeping nothing. */
  synchronized Glance glance() {
    try (Spool spool = new Spool(shaping.treatments())) {
      Optional<CursorGate> gate =
          root.extract()
              .cursor()
              .map(cursor -> new CursorGate(root, spool, Optional.empty(), Optional.empty()));
      return new Fetch(where, api, options, new Intake(spool, gate, shaping.filter()))
          .glance(template.call(beginning(Optional.empty())));
    }
  }

  @Override
  public Burden burden() {
    return api.burden(spooledRows());
  }

  private synchronized long spooledRows() {
    return surveyed
        .map(found -> found.rows().rows(Part.NEW) + found.rows().rows(Part.AGAIN))
        .orElse(0L);
  }

  private void release() {
    surveyed.ifPresent(Surveyed::release);
    surveyed = Optional.empty();
  }

  @Override
  public void close() {
    stop.request();
    closeSpool();
  }

  private synchronized void closeSpool() {
    try {
      release();
    } catch (UncheckedIOException e) {
      LOG.warn("the temporary folder could not be taken away: {}", e.getMessage());
    }
  }
}

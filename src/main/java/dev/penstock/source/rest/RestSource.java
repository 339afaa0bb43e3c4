package dev.penstock.source.rest;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.Endpoint;
import dev.penstock.job.Endpoint.Inner;
import dev.penstock.job.Job;
import dev.penstock.source.Adaptive;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Burden;
import dev.penstock.source.CursorType;
import dev.penstock.source.Known;
import dev.penstock.source.Paged;
import dev.penstock.source.Recalling;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Split.Part;
import dev.penstock.source.Survey;
import dev.penstock.source.Typed;
import dev.penstock.source.TypedColumn;
import dev.penstock.source.Watermark;
import dev.penstock.source.column.ColumnType;
import dev.penstock.source.rest.Harvester.Look;
import dev.penstock.source.rest.http.Stop;
import dev.penstock.source.rest.spool.Columns;
import dev.penstock.source.rest.spool.Spool;
import dev.penstock.source.rest.spool.SpoolReader;
import dev.penstock.source.rest.spool.Wishes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of one endpoint, or a table inside them. The survey fetches them all into a spool,
 * since only all of them tell what the columns are and which watermark is the greatest; the splits
 * read the spool.
 */
final class RestSource implements Source, Adaptive, Paged, Typed, Recalling {
  private static final Logger LOG = LoggerFactory.getLogger(RestSource.class);

  private final Job job;
  private final Level level;
  private final Stop stop;
  private final Harvests harvests;
  private Map<String, ColumnType> earlier = Map.of();
  private Optional<Surveyed> surveyed = Optional.empty();

  /**
   * What a survey has fetched.
   *
   * @param kept whether others may want it too
   */
  private record Surveyed(Harvest harvest, boolean kept, Spool rows, Columns columns) {
    void release() {
      if (!kept) {
        harvest.close();
      }
    }
  }

  /**
   * @param job of the records of {@code level}, or of a table in them
   * @param harvests keep what is fetched where lists are tables
   */
  RestSource(Job job, Level level, Stop stop, Harvests harvests) {
    this.job = job;
    this.level = level;
    this.stop = stop;
    this.harvests = harvests;
  }

  @Override
  public void keepColumns(Map<String, String> types) {
    Map<String, ColumnType> known = new HashMap<>();
    types.forEach((name, word) -> ColumnType.parse(word).ifPresent(type -> known.put(name, type)));
    known.keySet().removeIf(column -> level.shaping().treatments().excludes(inRecords(column)));
    earlier = Map.copyOf(known);
  }

  private Optional<Inner> inner() {
    return job.extract().endpoint().flatMap(Endpoint::inner);
  }

  /** The name by which the settings of the row know a column of this job. */
  private String inRecords(String column) {
    return inner().map(table -> table.list() + Inner.JOINT + column).orElse(column);
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

  /** Each record of a parent has a watermark of its own, which the loads remember. */
  @Override
  public boolean recalls() {
    return level.parent().isPresent() && job.extract().cursor().isPresent();
  }

  @Override
  public Survey firstPage(Optional<Watermark> committed) {
    // The watermark is the greatest of all parents, and most lie behind it.
    return survey(recalls() ? Optional.empty() : committed, Optional.empty(), Look.FIRST_PAGE);
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
                    + (call.hasBody() ? call.address() + "  " + call.question() : call.uri()));
  }

  private synchronized Survey survey(
      Optional<Watermark> committed, Optional<Known> known, Look look) {
    stop.check();
    release();
    requireSameColumn(committed);
    Optional<Watermark> from = committed.map(this::ofRecords);
    Optional<Watermark> again =
        from.filter(w -> look == Look.BELOW_TOO && w.type() != CursorType.TEXT)
            .map(new Lookbacks(level.job())::below);
    Harvester.Start start =
        new Harvester.Start(
            look, from, again, recalls() ? known.map(this::ofRecords) : Optional.empty());
    Harvester harvester = new Harvester(level, stop);
    // Whoever looks at the first page alone keeps nothing for others.
    boolean kept = level.makesTables() && look != Look.FIRST_PAGE;
    Harvest harvest =
        kept ? harvests.get(job, start, () -> harvester.fetch(start)) : harvester.fetch(start);
    try {
      Spool rows = harvest.of(inner());
      Columns columns = columns(rows);
      surveyed = Optional.of(new Surveyed(harvest, kept, rows, columns));
      tellEmpty(columns, harvest);
      return harvest
          .teller()
          .survey(
              new Harvest.View(job, rows, columns, committed, known.filter(this::isOfThisCursor)));
    } catch (IOException e) {
      forget(harvest, kept);
      stop.check();
      throw level.noRoom(e);
    } catch (RuntimeException | Error e) {
      forget(harvest, kept);
      throw e;
    }
  }

  private void forget(Harvest harvest, boolean kept) {
    surveyed = Optional.empty();
    if (!kept) {
      harvest.close();
    }
  }

  private static void tellEmpty(Columns columns, Harvest harvest) {
    List<String> empty = new ArrayList<>(columns.empty());
    empty.removeAll(harvest.tables());
    if (!empty.isEmpty()) {
      LOG.info("left out: {}", String.join(", ", empty));
    }
  }

  /** The same watermark under the name that the cursor has in the records. */
  private Watermark ofRecords(Watermark watermark) {
    return new Watermark(
        level.job().extract().cursor().orElseThrow().column(), watermark.type(), watermark.value());
  }

  private Known ofRecords(Known known) {
    return new Known(
        ofRecords(known.from()),
        known.above().map(this::ofRecords),
        ofRecords(known.upTo()),
        known.memory());
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

  private Columns columns(Spool spool) throws IOException {
    Map<String, ColumnType> types = new HashMap<>();
    job.extract()
        .columnTypes()
        .forEach((name, word) -> types.put(name, ColumnType.parse(word).orElseThrow()));
    Wishes.Mixed mixed =
        level.options().word(ApiSetting.MIXED, "text").equals("variant")
            ? Wishes.Mixed.VARIANT
            : Wishes.Mixed.TEXT;
    Optional<String> cursor =
        job.extract()
            .cursor()
            .map(named -> spool.find(named.column()).map(f -> f.name()).orElse(named.column()));
    try {
      return Columns.of(
          spool,
          new Wishes(
              job.extract().columns(), types, earlier, cursor, mixed, level.shaping().members()),
          stop::check);
    } catch (Columns.SameNameException e) {
      if (e.list().isPresent()) {
        throw new IngestException(
            ErrorCode.SOURCE_REFUSED,
            "%s: two different members of objects in the lists of field %s would both be named %s.\nSet column_types to %s=json, which keeps these lists as JSON text."
                .formatted(level.where(), e.list().get(), e.getMessage(), e.list().get()));
      }
      throw new IngestException(
          ErrorCode.SOURCE_REFUSED,
          "%s: two different fields would both be the column %s.\nThe names of nested objects are joined by __; give one of them another name in rename_columns, or set max_nesting to 0, which keeps objects as JSON text."
              .formatted(level.where(), e.getMessage()));
    }
  }

  @Override
  public List<Split> splits(Survey survey) {
    Surveyed found = current();
    // Where the records have moved on, so has a table in them, though no row of it is new.
    boolean moved = inner().isPresent() && !survey.nothingNew();
    List<Split> splits = new ArrayList<>();
    for (Part part : Part.values()) {
      boolean whole = part == Part.NEW && (job.extract().cursor().isEmpty() || moved);
      if (whole || found.rows().rows(part) > 0) {
        splits.add(
            new Split(
                splits.size(),
                level.where().substring(level.where().indexOf(": ") + 2)
                    + ": "
                    + found.harvest().words(),
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
        level.where(), found.rows(), split.part(), found.columns(), job.effort().batchRows());
  }

  /** Fetches the first page alone and reads it, keeping nothing. */
  synchronized Glance glance() {
    return new Harvester(level, stop).glance();
  }

  @Override
  public Burden burden() {
    return level.burden(spooledRows());
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

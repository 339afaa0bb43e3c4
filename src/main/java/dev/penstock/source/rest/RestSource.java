package dev.penstock.source.rest;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.ApiOptions;
import dev.penstock.job.ApiSetting;
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
 * The records of one endpoint. The survey fetches them all into a spool, since only all of them
 * tell what the columns are and which watermark is the greatest; the splits read the spool.
 */
final class RestSource implements Source, Adaptive, Paged, Typed {
  private static final Logger LOG = LoggerFactory.getLogger(RestSource.class);

  private final Level level;
  private final Job job;
  private final ApiOptions options;
  private final Template template;
  private final Api api;
  private final Stop stop;
  private final Shaping shaping;
  private final String where;
  private Map<String, ColumnType> earlier = Map.of();
  private Optional<Spooled> spooled = Optional.empty();
  private Optional<Call> second = Optional.empty();

  /** What a survey has fetched. */
  private record Spooled(Spool spool, Columns columns, String words) {}

  RestSource(Level level, Stop stop) {
    this.level = level;
    this.job = level.job();
    this.options = level.options();
    this.template = level.template();
    this.api = level.api();
    this.shaping = level.shaping();
    this.where = level.where();
    this.stop = stop;
  }

  @Override
  public void keepColumns(Map<String, String> types) {
    Map<String, ColumnType> known = new HashMap<>();
    types.forEach((name, word) -> ColumnType.parse(word).ifPresent(type -> known.put(name, type)));
    known.keySet().removeIf(shaping.treatments()::excludes);
    earlier = Map.copyOf(known);
  }

  @Override
  public Schema schema() {
    return current().columns().schema();
  }

  @Override
  public List<TypedColumn> types() {
    return current().columns().types();
  }

  private synchronized Spooled current() {
    return spooled.orElseThrow(() -> new IllegalStateException("nothing was surveyed"));
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
    return second.map(
        call ->
            call.method()
                + " "
                + (call.hasBody() ? call.address() + "  " + call.question() : call.uri()));
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

  private synchronized Survey survey(
      Optional<Watermark> committed, Optional<Known> known, Look look) {
    stop.check();
    release();
    requireSameColumn(committed);
    Optional<Watermark> again =
        committed
            .filter(w -> look == Look.BELOW_TOO && w.type() != CursorType.TEXT)
            .map(new Lookbacks(job)::below);
    Spool spool = new Spool(shaping.treatments());
    try {
      if (level.parent().isPresent()) {
        return ofChildren(new Children(level, spool, stop, committed, known), spool, look);
      }
      Optional<CursorGate> gate =
          job.extract().cursor().map(cursor -> new CursorGate(job, spool, committed, again));
      Intake intake = new Intake(spool, gate, shaping.filter());
      Fetch fetch = new Fetch(where, api, options, intake);
      Call call = template.call(level.start(again.or(() -> committed)));
      if (look == Look.FIRST_PAGE) {
        second = fetch.second(call);
      } else {
        fetch.run(call);
      }
      spool.endPages();
      Findings findings = new Findings(job, intake, gate.map(judge -> judge), api.ignored());
      findings.requireCursor();
      Columns columns = kept(spool, fetch.words());
      return look != Look.BELOW_TOO
          ? findings.survey(LateRows.NONE)
          : findings.survey(
              gate.flatMap(CursorGate::again),
              committed,
              known.filter(this::isOfThisCursor),
              columns);
    } catch (IOException e) {
      spool.close();
      stop.check();
      throw noRoom(e);
    } catch (RuntimeException | Error e) {
      spooled = Optional.empty();
      spool.close();
      throw e;
    }
  }

  private Survey ofChildren(Children children, Spool spool, Look look) throws IOException {
    boolean counts = job.extract().cursor().isEmpty() || look == Look.BELOW_TOO;
    boolean all = counts && look != Look.FIRST_PAGE;
    if (all) {
      children.all();
    } else {
      children.firstPage();
      second = children.second();
    }
    spool.endPages();
    children.requireCursor();
    Columns columns = kept(spool, children.words());
    return all ? children.survey(columns) : children.uncounted();
  }

  private Columns kept(Spool spool, String words) {
    Columns columns = columns(spool);
    spooled = Optional.of(new Spooled(spool, columns, words));
    LOG.info("fetched: {}", words);
    if (!columns.empty().isEmpty()) {
      LOG.info("left out: {}", String.join(", ", columns.empty()));
    }
    return columns;
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
    Spooled found = current();
    List<Split> splits = new ArrayList<>();
    for (Part part : Part.values()) {
      boolean whole = part == Part.NEW && job.extract().cursor().isEmpty();
      if (whole || found.spool().rows(part) > 0) {
        splits.add(
            new Split(
                splits.size(),
                where.substring(where.indexOf(": ") + 2) + ": " + found.words(),
                List.of(),
                Optional.empty(),
                part));
      }
    }
    return splits;
  }

  @Override
  public BatchReader open(Split split) {
    Spooled found = current();
    return new SpoolReader(
        where, found.spool(), split.part(), found.columns(), job.effort().batchRows());
  }

  /** Fetches the first page alone and reads it, keeping nothing. */
  synchronized Glance glance() {
    try (Spool spool = new Spool(shaping.treatments())) {
      if (level.parent().isPresent()) {
        return new Children(level, spool, stop, Optional.empty(), Optional.empty()).glance();
      }
      return new Fetch(where, api, options, new Intake(spool, level.gate(spool), shaping.filter()))
          .glance(template.call(level.start(Optional.empty())));
    } catch (IOException e) {
      throw noRoom(e);
    }
  }

  @Override
  public Burden burden() {
    return level.burden(spooledRows());
  }

  private synchronized long spooledRows() {
    return spooled
        .map(found -> found.spool().rows(Part.NEW) + found.spool().rows(Part.AGAIN))
        .orElse(0L);
  }

  private void release() {
    spooled.ifPresent(old -> old.spool().close());
    spooled = Optional.empty();
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

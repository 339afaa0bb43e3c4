package dev.penstock.source.rest;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Cursor;
import dev.penstock.job.Endpoint.Inner;
import dev.penstock.job.Job;
import dev.penstock.source.Known;
import dev.penstock.source.LateRows;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import dev.penstock.source.rest.http.Call;
import dev.penstock.source.rest.http.Stop;
import dev.penstock.source.rest.json.Nesting;
import dev.penstock.source.rest.nested.InnerTables;
import dev.penstock.source.rest.spool.Spool;
import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches the records of one endpoint into a spool. */
record Harvester(Level level, Stop stop) {
  private static final Logger LOG = LoggerFactory.getLogger(Harvester.class);

  /** Which records a fetch is of. */
  enum Look {
    /** Those past the watermark. */
    PAST,
    /** Those that are read again below it as well. */
    BELOW_TOO,
    /** Those of the first page. */
    FIRST_PAGE
  }

  /**
   * All that makes a difference to what is fetched.
   *
   * @param again from where on records below {@code committed} are read again
   * @param known how far each record of a parent was read; empty where there is no parent
   */
  record Start(
      Look look, Optional<Watermark> committed, Optional<Watermark> again, Optional<Known> known) {}

  private Job job() {
    return level.job();
  }

  /** Fetches and reads; the caller closes what it brings. */
  Harvest fetch(Start start) {
    Spool spool = new Spool(level.shaping().treatments());
    Optional<InnerTables> tables =
        level.makesTables() ? Optional.of(InnerTables.in(spool, innerTerms())) : Optional.empty();
    try {
      Harvest harvest =
          level.parent().isPresent()
              ? ofChildren(start, spool, tables)
              : ofPages(start, spool, tables);
      LOG.info("fetched: {}", harvest.words());
      return harvest;
    } catch (IOException e) {
      close(spool, tables);
      stop.check();
      throw level.noRoom(e);
    } catch (RuntimeException | Error e) {
      close(spool, tables);
      throw e;
    }
  }

  private Harvest ofPages(Start start, Spool spool, Optional<InnerTables> tables)
      throws IOException {
    Optional<CursorGate> gate =
        job()
            .extract()
            .cursor()
            .map(cursor -> new CursorGate(job(), spool, start.committed(), start.again()));
    Intake intake = new Intake(spool, gate, level.shaping().filter());
    Fetch fetch = new Fetch(level.where(), level.api(), level.options(), intake);
    Call call = level.template().call(level.start(start.again().or(start::committed)));
    Optional<Call> second = Optional.empty();
    if (start.look() == Look.FIRST_PAGE) {
      second = fetch.second(call);
    } else {
      fetch.run(call);
    }
    end(spool, tables);
    Findings findings =
        new Findings(job(), spool, intake, gate.map(judge -> judge), level.api().ignored(), tables);
    findings.requireCursor();
    return new Harvest(
        spool, tables, view -> told(findings, gate, start.look(), view), fetch.words(), second);
  }

  private static Survey told(
      Findings findings, Optional<CursorGate> gate, Look look, Harvest.View view) {
    Findings its = findings.of(view.job(), view.rows());
    return look != Look.BELOW_TOO
        ? its.survey(LateRows.NONE)
        : its.survey(
            gate.flatMap(CursorGate::again), view.committed(), view.known(), view.columns());
  }

  private Harvest ofChildren(Start start, Spool spool, Optional<InnerTables> tables)
      throws IOException {
    Children children = new Children(level, spool, stop, start.committed(), start.known(), tables);
    boolean counts = job().extract().cursor().isEmpty() || start.look() == Look.BELOW_TOO;
    boolean all = counts && start.look() != Look.FIRST_PAGE;
    if (all) {
      children.all();
    } else {
      children.firstPage();
    }
    end(spool, tables);
    children.requireCursor();
    return new Harvest(
        spool,
        tables,
        view -> all ? children.survey(view) : children.uncounted(view),
        children.words(),
        children.second());
  }

  private void end(Spool spool, Optional<InnerTables> tables) throws IOException {
    spool.endPages();
    tables.ifPresent(this::requireDistinct);
  }

  private static void close(Spool spool, Optional<InnerTables> tables) {
    try (Spool closed = spool) {
      assert closed == spool;
      tables.ifPresent(InnerTables::close);
    }
  }

  private InnerTables.Terms innerTerms() {
    return new InnerTables.Terms(
        Nesting.of(level.options()),
        level.shaping().treatments(),
        job().extract().cursor().map(Cursor::column),
        new WantedLists(job().extract().columns(), job().extract().columnTypes().keySet()));
  }

  private void requireDistinct(InnerTables tables) {
    Set<String> seen = new HashSet<>();
    for (String name : tables.names()) {
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw new IngestException(
            ErrorCode.SOURCE_REFUSED,
            "%s: two different lists would both be the table %s.\nThe names of nested lists are joined by __; give one of them another name in rename_columns, or leave it out with exclude_columns."
                .formatted(level.where(), job().extract().tableName() + Inner.JOINT + name));
      }
    }
  }

  /** Fetches the first page alone and reads it, keeping nothing. */
  Glance glance() {
    try (Spool spool = new Spool(level.shaping().treatments())) {
      if (level.parent().isPresent()) {
        return new Children(
                level, spool, stop, Optional.empty(), Optional.empty(), Optional.empty())
            .glance();
      }
      Intake intake = new Intake(spool, level.gate(spool), level.shaping().filter());
      return new Fetch(level.where(), level.api(), level.options(), intake)
          .glance(level.template().call(level.start(Optional.empty())));
    } catch (IOException e) {
      throw level.noRoom(e);
    }
  }
}

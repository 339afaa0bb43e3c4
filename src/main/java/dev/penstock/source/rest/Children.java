package dev.penstock.source.rest;

import dev.penstock.source.Known;
import dev.penstock.source.LateRows;
import dev.penstock.source.Split.Part;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import dev.penstock.source.rest.http.Call;
import dev.penstock.source.rest.http.Stop;
import dev.penstock.source.rest.nested.InnerTables;
import dev.penstock.source.rest.spool.Spool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What one survey of a job with a parent finds. Used once, by one thread. */
final class Children {
  private final Level level;
  private final Spool spool;
  private final Optional<OwnCursors> cursors;
  private final Family family;
  private final Optional<InnerTables> tables;
  private Optional<Call> second = Optional.empty();
  private Optional<Glance> glance = Optional.empty();

  /**
   * @param tables inside the records
   */
  Children(
      Level level,
      Spool spool,
      Stop stop,
      Optional<Watermark> committed,
      Optional<Known> known,
      Optional<InnerTables> tables) {
    this.level = level;
    this.tables = tables;
    this.spool = spool;
    this.cursors =
        level.job().extract().cursor().map(c -> new OwnCursors(level, spool, committed, known));
    this.family =
        new Family(level, spool, List.of(), cursors, new Family.Run(stop, level.api().nanos()))
            .with(tables);
  }

  /** Reads all records. */
  void all() throws IOException {
    family.all();
  }

  /** Reads the first page of the first record of the parent alone. */
  void firstPage() throws IOException {
    family.first((fetch, call) -> second = fetch.second(call));
  }

  /** The request for the page after that, if there is one. */
  Optional<Call> second() {
    return second;
  }

  /** What the answer for the first record of the parent says; without any, what led there. */
  Glance glance() throws IOException {
    Glance above = family.glance((fetch, call) -> glance = Optional.of(fetch.glance(call)));
    return glance.orElse(above);
  }

  String words() {
    return family.words();
  }

  void requireCursor() {
    findings().requireCursor();
  }

  private Findings findings() {
    List<String> told = new ArrayList<>(family.warnings());
    told.addAll(level.api().ignored());
    Intake intake = new Intake(spool, Optional.empty(), level.shaping().filter());
    return new Findings(level.job(), spool, intake, cursors.map(all -> all), told, tables);
  }

  /** Of all records, or of a table in them, with what the next run is told. */
  Survey survey(Harvest.View view) {
    Findings findings = findings().of(view.job(), view.rows());
    if (cursors.isEmpty()) {
      return findings.survey(LateRows.NONE);
    }
    if (view.rows() == spool && spool.rows(Part.NEW) > 0) {
      // Columns that no row shows are not known.
      new Lookbacks(level.job()).identity(view.columns());
    }
    return findings.survey(cursors.get().late(findings.window().upTo()));
  }

  /** Of what was read, where that is not all there is. */
  Survey uncounted(Harvest.View view) {
    Survey found = findings().of(view.job(), view.rows()).survey(LateRows.NONE);
    return cursors.isEmpty()
        ? found
        : new Survey(
                found.window(),
                false,
                OptionalLong.empty(),
                found.nullCursors(),
                found.consistency(),
                found.warnings())
            .warning("not counted, as each record of the parent is read from its own watermark on");
  }
}

package dev.penstock.source.rest;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.source.Consistency;
import dev.penstock.source.Known;
import dev.penstock.source.LateRows;
import dev.penstock.source.Split.Part;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import dev.penstock.source.Window;
import dev.penstock.source.rest.nested.InnerTables;
import dev.penstock.source.rest.spool.Columns;
import dev.penstock.source.rest.spool.Spool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the pages of one run held, told to the engine.
 *
 * @param job of the records, or of a table in them
 * @param rows of the job
 * @param tables in the records
 */
record Findings(
    Job job,
    Spool rows,
    Intake intake,
    Optional<Judged> gate,
    List<String> ignored,
    Optional<InnerTables> tables) {
  private Spool spool() {
    return intake.spool();
  }

  /** What they held for another job. */
  Findings of(Job other, Spool its) {
    return new Findings(other, its, intake, gate, ignored, tables);
  }

  private boolean isOfRecords() {
    return rows == spool();
  }

  /** Refuses a cursor that no record has. */
  void requireCursor() {
    if (gate.isPresent() && gate.get().nulls() > 0 && !gate.get().sawColumn()) {
      List<String> names = spool().names();
      throw new IngestException(
          ErrorCode.CONFIG,
          "%s, column watermark_column: none of the %,d records has the field '%s'.\nName a field that they have; those of nested objects are joined by __%s."
              .formatted(
                  job.place(),
                  gate.get().nulls(),
                  column(),
                  names.isEmpty() ? "" : ", such as " + names.get(0)));
    }
  }

  private String column() {
    return job.extract().cursor().orElseThrow().column();
  }

  /**
   * With the records that are read again below the watermark.
   *
   * @param again from where on
   */
  Survey survey(
      Optional<Watermark> again,
      Optional<Watermark> committed,
      Optional<Known> known,
      Columns columns) {
    if (gate.isEmpty()) {
      return survey(LateRows.NONE);
    }
    return survey(
        new Lookbacks(job).late(window(), again.map(this::mine), committed, known, columns));
  }

  Survey survey(LateRows late) {
    long count = rows.rows(Part.NEW) + rows.rows(Part.AGAIN);
    long nulls = isOfRecords() ? gate.map(Judged::nulls).orElse(0L) : 0;
    Window window = window();
    boolean nothingNew = gate.isPresent() && count == 0 && (isOfRecords() || !gate.get().moved());
    return new Survey(
        window,
        nothingNew,
        OptionalLong.of(count),
        nulls,
        Consistency.PER_SPLIT,
        isOfRecords() ? warnings(nulls) : List.of(),
        late);
  }

  Window window() {
    return gate.map(
            judge ->
                new Window(
                    judge.after().map(this::mine),
                    judge.greatest().or(() -> judge.after()).map(this::mine)))
        .orElse(Window.ALL);
  }

  /** Under the name that the cursor has in this job's rows. */
  private Watermark mine(Watermark watermark) {
    return new Watermark(column(), watermark.type(), watermark.value());
  }

  private List<String> warnings(long nulls) {
    List<String> warnings = new ArrayList<>(ignored);
    boolean any = spool().width() > 0;
    for (String name : any ? intake.unmet() : List.<String>of()) {
      warnings.add("query_filter asks for %s, which no record has".formatted(name));
    }
    List<String> untreated =
        spool().untreated().stream()
            .filter(name -> tables.filter(inside -> inside.has(name)).isEmpty())
            .toList();
    for (String name : any ? untreated : List.<String>of()) {
      warnings.add(
          "%s is to be masked or left out, but no record has it; check its spelling"
              .formatted(name));
    }
    if (spool().row().doubled() > 0) {
      warnings.add(
          "records of the API name a field twice (%,d times); the later value counts"
              .formatted(spool().row().doubled()));
    }
    if (nulls > 0) {
      warnings.add(
          "%,d %s no usable %s; an incremental load never reads %s. Give every record a value, or set load_type to FULL"
              .formatted(
                  nulls,
                  nulls == 1 ? "record has" : "records have",
                  column(),
                  nulls == 1 ? "it" : "them"));
    }
    return warnings;
  }
}

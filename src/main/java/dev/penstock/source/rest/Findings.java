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
import dev.penstock.source.rest.spool.Columns;
import dev.penstock.source.rest.spool.Spool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the pages of one run held, told to the engine. */
record Findings(Job job, Intake intake, Optional<Judged> gate, List<String> ignored) {
  private Spool spool() {
    return intake.spool();
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
    return survey(new Lookbacks(job).late(window(), again, committed, known, columns));
  }

  Survey survey(LateRows late) {
    long rows = spool().rows(Part.NEW) + spool().rows(Part.AGAIN);
    long nulls = gate.map(Judged::nulls).orElse(0L);
    boolean nothingNew = gate.isPresent() && rows == 0;
    return new Survey(
        window(),
        nothingNew,
        OptionalLong.of(rows),
        nulls,
        Consistency.PER_SPLIT,
        warnings(nulls),
        late);
  }

  Window window() {
    return gate.map(judge -> new Window(judge.after(), judge.greatest().or(() -> judge.after())))
        .orElse(Window.ALL);
  }

  private List<String> warnings(long nulls) {
    List<String> warnings = new ArrayList<>(ignored);
    boolean any = spool().width() > 0;
    for (String name : any ? intake.unmet() : List.<String>of()) {
      warnings.add("query_filter asks for %s, which no record has".formatted(name));
    }
    for (String name : any ? spool().untreated() : List.<String>of()) {
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

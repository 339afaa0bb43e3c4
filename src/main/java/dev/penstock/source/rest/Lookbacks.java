package dev.penstock.source.rest;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Cursor;
import dev.penstock.job.Job;
import dev.penstock.job.Lookback;
import dev.penstock.source.CursorType;
import dev.penstock.source.CursorValue;
import dev.penstock.source.Known;
import dev.penstock.source.LateRows;
import dev.penstock.source.Watermark;
import dev.penstock.source.Window;
import dev.penstock.source.rest.spool.Columns;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far below the watermark an API is read again. Without a lookback of the job's own, records
 * with the value of the watermark are: most APIs give them again anyhow.
 */
record Lookbacks(Job job) {
  private Cursor cursor() {
    return job.extract().cursor().orElseThrow();
  }

  private Lookback lookback() {
    return cursor().lookback().orElse(Lookback.of("0", BigDecimal.ZERO));
  }

  /** The watermark less the lookback. */
  Watermark below(Watermark watermark) {
    requireFit(watermark.type());
    return CursorValue.below(watermark, lookback().amount())
        .orElseThrow(
            () ->
                refused(
                    "%s below the watermark '%s' cannot be worked out"
                        .formatted(lookback().text(), watermark.value()),
                    "Write a smaller lookback, or correct the values of watermark_column."));
  }

  private void requireFit(CursorType type) {
    boolean time =
        switch (type) {
          case INTEGER, DECIMAL, TEXT -> false;
          case DATE, TIMESTAMP, TIMESTAMP_TZ -> true;
        };
    boolean given = lookback().unit() == Lookback.Unit.TIME;
    if (type == CursorType.TEXT && cursor().lookback().isPresent()) {
      throw refused(
          "'%s', but watermark_column %s holds texts, from which nothing can be subtracted"
              .formatted(lookback().text(), cursor().column()),
          "Empty the cell, or name a watermark_column of numbers, dates or timestamps.");
    }
    if (given != time && lookback().amount().signum() != 0) {
      throw refused(
          "'%s' is %s, but watermark_column %s holds %s"
              .formatted(
                  lookback().text(),
                  given ? "a time" : "a number",
                  cursor().column(),
                  time ? "dates or timestamps" : "numbers"),
          time
              ? "Write a time such as 30m, 2h or 1d."
              : "Write a number such as 1000: how far below the watermark values are read again.");
    }
  }

  /**
   * @param again from where on records were read again
   * @param committed empty when the window begins at an initial value, if anywhere
   */
  LateRows late(
      Window window,
      Optional<Watermark> again,
      Optional<Watermark> committed,
      Optional<Known> known,
      Columns columns) {
    Optional<CursorType> type = window.upTo().map(Watermark::type);
    if (type.isPresent()) {
      requireFit(type.get());
    }
    if (type.isEmpty() || type.get() == CursorType.TEXT) {
      return LateRows.notLookedFor("not looked for, because texts do not grow with time");
    }
    String words =
        cursor().lookback().isPresent()
            ? "re-reads %s below the watermark (lookback)".formatted(lookback().text())
            : "re-reads records with the value of the watermark";
    return new LateRows(
        LateRows.Rule.LOOKBACK,
        words,
        again,
        window.upTo().map(this::below),
        above(window, committed, known),
        identity(columns),
        "");
  }

  /** A watermark that was set by hand to less than the beginning is the beginning from then on. */
  private Optional<Watermark> above(
      Window window, Optional<Watermark> committed, Optional<Known> known) {
    Optional<Watermark> beginning =
        committed.isEmpty() ? window.after() : known.flatMap(Known::above);
    Optional<CursorValue> after = window.after().flatMap(CursorValue::of);
    boolean earlier =
        after.isPresent()
            && beginning
                .flatMap(CursorValue::of)
                .filter(value -> value.compareTo(after.get()) > 0)
                .isPresent();
    return earlier ? window.after() : beginning;
  }

  /** The columns of the primary key; throws IngestException(CONFIG) when records lack one. */
  List<String> identity(Columns columns) {
    List<String> names = new ArrayList<>();
    for (String key : job.target().primaryKey()) {
      names.add(
          columns
              .named(key)
              .orElseThrow(
                  () ->
                      new IngestException(
                          ErrorCode.CONFIG,
                          "%s, column primary_key: '%s' is in none of the records, or not among columns.\nName a field that every record has; those of nested objects are joined by __."
                              .formatted(job.place(), key))));
    }
    return names;
  }

  private IngestException refused(String what, String mend) {
    return new IngestException(
        ErrorCode.CONFIG, "%s, column lookback: %s.\n%s".formatted(job.place(), what, mend));
  }
}

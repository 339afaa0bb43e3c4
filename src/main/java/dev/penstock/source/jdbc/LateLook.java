package dev.penstock.source.jdbc;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Cursor;
import dev.penstock.job.Job;
import dev.penstock.job.Lookback;
import dev.penstock.source.CursorType;
import dev.penstock.source.CursorValue;
import dev.penstock.source.Known;
import dev.penstock.source.LateRows;
import dev.penstock.source.LateRows.Rule;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import dev.penstock.source.Window;
import dev.penstock.source.jdbc.GroupMoment.Moment;
import dev.penstock.source.jdbc.dialect.CursorRules.CursorSql;
import dev.penstock.source.jdbc.dialect.LateCommits;
import dev.penstock.source.jdbc.dialect.LateCommits.Open;
import dev.penstock.source.jdbc.dialect.PlannedColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Decides how one survey of an incremental job looks for rows that came late. */
final class LateLook {
  /** How many of the newest rows a first load remembers while transactions are open. */
  private static final int NEWEST = 100_000;

  private final Database database;
  private final Job job;
  private final Selection selection;
  private final Surveyor surveyor;
  private final Connection connection;
  private final Optional<Known> known;
  private final Optional<Moment> moment;
  private Optional<OpenAtLoads> open = Optional.empty();
  private List<String> identity = List.of();
  private Optional<String> obstacle = Optional.empty();

  /**
   * @param known what the last load remembered
   * @param moment of the job's group; empty when the job is by itself
   */
  LateLook(
      Database database,
      Job job,
      Selection selection,
      Surveyor surveyor,
      Connection connection,
      Optional<Known> known,
      Optional<Moment> moment) {
    this.moment = moment;
    this.database = database;
    this.job = job;
    this.selection = selection;
    this.surveyor = surveyor;
    this.connection = connection;
    this.known = known.filter(this::isOfThisCursor);
  }

  private Cursor cursor() {
    return job.extract().cursor().orElseThrow();
  }

  private CursorSql sql() {
    return selection.cursor().orElseThrow();
  }

  private boolean isOfThisCursor(Known rows) {
    return rows.upTo().type() == sql().type()
        && rows.upTo().column().equalsIgnoreCase(cursor().column());
  }

  /**
   * To be called in a transaction of its own, before the one that reads begins: whoever is not seen
   * here has begun later than what is here.
   */
  void lookAround() throws SQLException {
    if (cursor().lookback().isPresent()) {
      requireLookback(cursor().lookback().get());
      identity = columns("lookback", job.target().primaryKey());
      return;
    }
    LateCommits commits = database.dialect().cursors().lateCommits();
    obstacle = obstacle(commits);
    if (obstacle.isEmpty()) {
      Optional<OpenAtLoads> before = known.map(Known::memory).flatMap(OpenAtLoads::parse);
      Optional<String> mark = surveyor.greatest(before.map(OpenAtLoads::mark));
      if (moment.isPresent()) {
        open = openAt(moment.get(), commits, before, mark);
        return;
      }
      List<Open> now = commits.open(connection);
      Optional<String> greatest = mark.or(() -> before.map(OpenAtLoads::mark));
      if (greatest.isPresent()) {
        open =
            Optional.of(
                before.isPresent()
                    ? before.get().next(greatest.get(), now)
                    : OpenAtLoads.first(greatest.get(), now, least(commits, greatest.get(), now)));
      }
    }
  }

  /**
   * The greatest value at the moment of a group may be of a transaction that began after the open
   * ones were asked for, so that others with less may still come. What the load before had seen is
   * older than both.
   */
  private Optional<OpenAtLoads> openAt(
      Moment group, LateCommits commits, Optional<OpenAtLoads> before, Optional<String> seen)
      throws SQLException {
    if (seen.isEmpty() && before.isEmpty()) {
      return Optional.empty();
    }
    if (before.isPresent()) {
      String mark = known.map(rows -> rows.upTo().value()).orElseThrow();
      return Optional.of(before.get().next(mark, group.open()));
    }
    String least = surveyor.leastOfNewest(NEWEST).orElseGet(() -> commits.least(sql().type()));
    return Optional.of(OpenAtLoads.first(least, group.open(), least));
  }

  private String least(LateCommits commits, String mark, List<Open> now) throws SQLException {
    return now.isEmpty()
        ? mark
        : surveyor.leastOfNewest(NEWEST).orElseGet(() -> commits.least(sql().type()));
  }

  private Optional<String> obstacle(LateCommits commits) throws SQLException {
    Optional<String> general = commits.obstacle(connection, selection.table(), sql());
    if (general.isPresent()) {
      return general;
    }
    if (sql().type() == CursorType.TEXT) {
      return Optional.of("texts do not grow with time");
    }
    List<String> key = new ArrayList<>(job.target().primaryKey());
    if (key.isEmpty() && selection.table().isPresent()) {
      key.addAll(commits.primaryKey(connection, selection.table().get()));
    }
    if (key.isEmpty()) {
      return Optional.of("neither the workbook nor the source names a primary_key");
    }
    List<String> needed = new ArrayList<>(key);
    needed.add(cursor().column());
    for (String column : needed) {
      if (named(column).isEmpty()) {
        return Optional.of("the column " + column + " is not among those that are read");
      }
    }
    identity = columns("primary_key", key);
    return Optional.empty();
  }

  private void requireLookback(Lookback lookback) {
    Lookback.Unit unit =
        switch (sql().type()) {
          case INTEGER, DECIMAL -> Lookback.Unit.NUMBER;
          case DATE, TIMESTAMP, TIMESTAMP_TZ -> Lookback.Unit.TIME;
          case TEXT ->
              throw refused(
                  "'%s', but watermark_column %s holds texts, from which nothing can be subtracted"
                      .formatted(lookback.text(), cursor().column()),
                  "Empty the cell, or name a watermark_column of numbers, dates or timestamps.");
        };
    if (lookback.unit() != unit && lookback.amount().signum() != 0) {
      throw refused(
          "'%s' is %s, but watermark_column %s holds %s"
              .formatted(
                  lookback.text(),
                  lookback.unit() == Lookback.Unit.TIME ? "a time" : "a number",
                  cursor().column(),
                  unit == Lookback.Unit.TIME ? "dates or timestamps" : "numbers"),
          unit == Lookback.Unit.TIME
              ? "Write a time such as 30m, 2h or 1d."
              : "Write a number such as 1000: how far below the watermark values are read again.");
    }
    columns("lookback", List.of(cursor().column()));
  }

  private Optional<String> named(String column) {
    return selection.column(column).map(PlannedColumn::name);
  }

  /** As the source names them. */
  private List<String> columns(String cell, List<String> names) {
    return names.stream()
        .map(
            name ->
                named(name)
                    .orElseThrow(
                        () ->
                            refused(
                                "%s needs the column %s, which is not among those that are read"
                                    .formatted(cell, name),
                                "Add it to the cell columns, or empty lookback.")))
        .toList();
  }

  private IngestException refused(String what, String mend) {
    return new IngestException(
        ErrorCode.CONFIG, "%s, column lookback: %s.\n%s".formatted(database.where(), what, mend));
  }

  /**
   * Adds to a survey what is read again below its window.
   *
   * @param committed empty when the window begins at an initial value, if anywhere
   */
  Survey add(Survey survey, Optional<Watermark> committed) throws SQLException {
    LateRows late = late(survey.window(), committed);
    if (late.rule() == Rule.OPEN_TRANSACTIONS && late.keep().isEmpty()) {
      return untouched(survey, late);
    }
    if (late.again().isEmpty()) {
      return with(survey, survey.nothingNew(), survey.rows(), survey.warnings(), late);
    }
    List<String> warnings = new ArrayList<>(survey.warnings());
    Window window = survey.window();
    OptionalLong again = surveyor.countAgain(late, window, warnings);
    boolean nothing = survey.nothingNew() && again.isPresent() && again.getAsLong() == 0;
    OptionalLong rows =
        again.isPresent() && survey.rows().isPresent()
            ? OptionalLong.of(again.getAsLong() + survey.rows().getAsLong())
            : OptionalLong.empty();
    return with(survey, nothing, rows, warnings.stream().distinct().toList(), late);
  }

  /**
   * The table was empty a moment ago: what came since waits for a run that knows who is writing.
   */
  private static Survey untouched(Survey survey, LateRows late) {
    Window window = new Window(survey.window().after(), survey.window().after());
    return new Survey(
        window,
        true,
        OptionalLong.of(0),
        survey.nullCursors(),
        survey.consistency(),
        survey.warnings(),
        late);
  }

  private static Survey with(
      Survey survey, boolean nothing, OptionalLong rows, List<String> warnings, LateRows late) {
    return new Survey(
        survey.window(), nothing, rows, survey.nullCursors(), survey.consistency(), warnings, late);
  }

  private LateRows late(Window window, Optional<Watermark> committed) {
    if (cursor().lookback().isPresent()) {
      Lookback lookback = cursor().lookback().get();
      return new LateRows(
          Rule.LOOKBACK,
          "re-reads %s below the watermark (lookback)".formatted(lookback.text()),
          committed.isEmpty() ? Optional.empty() : window.after().map(w -> below(w, lookback)),
          window.upTo().map(w -> below(w, lookback)),
          above(window, committed),
          identity,
          "");
    }
    if (obstacle.isPresent()) {
      return LateRows.notLookedFor("not looked for, because " + obstacle.get());
    }
    Optional<Watermark> keep = open.map(OpenAtLoads::horizon).map(this::watermark);
    return new LateRows(
        Rule.OPEN_TRANSACTIONS,
        "of transactions that were open at the loads before (PostgreSQL)",
        committed.isEmpty() ? Optional.empty() : known.map(Known::from).or(() -> keep),
        keep,
        above(window, committed),
        identity,
        open.map(OpenAtLoads::text).orElse(""));
  }

  /** A watermark that was set by hand to less than the beginning is the beginning from then on. */
  private Optional<Watermark> above(Window window, Optional<Watermark> committed) {
    Optional<Watermark> beginning =
        committed.isEmpty()
            ? window.after()
            : known.map(Known::above).orElseGet(this::initialValue);
    Optional<CursorValue> after = window.after().flatMap(CursorValue::of);
    boolean earlier =
        after.isPresent()
            && beginning
                .flatMap(CursorValue::of)
                .filter(value -> value.compareTo(after.get()) > 0)
                .isPresent();
    return earlier ? window.after() : beginning;
  }

  /** The cell is not used once there is a watermark, so a wrong value in it is no failure. */
  private Optional<Watermark> initialValue() {
    try {
      return surveyor.initialValue(cursor());
    } catch (IngestException e) {
      return Optional.empty();
    }
  }

  private Watermark watermark(String value) {
    return new Watermark(cursor().column(), sql().type(), value);
  }

  private Watermark below(Watermark watermark, Lookback lookback) {
    return CursorValue.below(watermark, lookback.amount())
        .orElseThrow(
            () ->
                refused(
                    "%s below the watermark '%s' cannot be worked out"
                        .formatted(lookback.text(), watermark.value()),
                    "Write a smaller lookback, or correct the values of watermark_column."));
  }
}

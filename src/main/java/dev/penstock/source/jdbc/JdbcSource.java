package dev.penstock.source.jdbc;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import dev.penstock.source.Window;
import dev.penstock.source.jdbc.dialect.Access;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A table or query. One connection, the first, holds the moment at which the job sees the database,
 * from the survey until the source is closed; lanes of their own join that moment where the
 * database lets them, and otherwise the first connection does the reading.
 */
final class JdbcSource implements Source {
  private final Database database;
  private final Job job;
  private final SourceCount count;
  private final Connection first;
  private final Selection selection;
  private final List<String> weaknesses;
  private final AtomicBoolean firstIsReading = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Turn turn = new Turn();
  private Optional<String> snapshot = Optional.empty();

  private JdbcSource(
      Database database,
      Job job,
      SourceCount count,
      Connection first,
      Selection selection,
      List<String> weaknesses) {
    this.weaknesses = weaknesses;
    this.database = database;
    this.job = job;
    this.count = count;
    this.first = first;
    this.selection = selection;
  }

  static JdbcSource open(Database database, Job job, SourceCount count) throws SQLException {
    Connection connection = database.connect(Optional.empty());
    try {
      Selection selection = new SelectionFinder(database, job.extract(), connection).find();
      List<String> weaknesses = database.weaknesses(connection);
      return new JdbcSource(database, job, count, connection, selection, weaknesses);
    } catch (SQLException | RuntimeException | Error e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public Schema schema() {
    return selection.schema();
  }

  @Override
  public Survey survey(Optional<Watermark> committed) {
    return inTurn("looking at " + selection.display(), () -> look(committed));
  }

  /** What is done on the first connection before any row is read. */
  private interface Look<T> {
    T now() throws SQLException;
  }

  private <T> T inTurn(String what, Look<T> look) {
    turn.take();
    try {
      requireOpen(what);
      return look.now();
    } catch (SQLException e) {
      requireOpen(what);
      throw database.failed(what, e);
    } finally {
      turn.give();
    }
  }

  private void requireOpen(String what) {
    if (closed.get()) {
      throw database.stopped(what);
    }
  }

  private Survey look(Optional<Watermark> committed) throws SQLException {
    first.rollback();
    Access access = database.dialect().access();
    access.begin(first, database.session());
    boolean cut = isCut(committed);
    snapshot = cut ? access.exportSnapshot(first, database.session()) : Optional.empty();
    Survey survey =
        new Surveyor(database.where(), selection, count, first)
            .survey(job.extract().cursor(), committed);
    List<String> warnings = new ArrayList<>(weaknesses);
    if (cut && snapshot.isEmpty()) {
      warnings.add(
          "the database lets no second connection see the same moment, so one connection reads everything, whatever parallelism says");
    }
    return withWarnings(survey, warnings);
  }

  /** Only what is read whole is cut: a later window is small, and an index serves it best. */
  private boolean isCut(Optional<Watermark> committed) throws SQLException {
    return committed.isEmpty() && slices().size() > 1;
  }

  private List<String> slices() throws SQLException {
    int lanes = seats().atMost(job.effort().parallelism());
    if (lanes == 1 || selection.table().isEmpty()) {
      return List.of("");
    }
    return database.dialect().catalog().slices(first, selection.table().get(), lanes);
  }

  private static Survey withWarnings(Survey survey, List<String> more) {
    List<String> warnings = new ArrayList<>(survey.warnings());
    warnings.addAll(more);
    return new Survey(
        survey.window(),
        survey.nothingNew(),
        survey.rows(),
        survey.nullCursors(),
        survey.consistency(),
        warnings);
  }

  @Override
  public List<Split> splits(Survey survey) {
    if (survey.nothingNew()) {
      return List.of();
    }
    return inTurn("cutting " + selection.display(), () -> cut(survey.window()));
  }

  private List<Split> cut(Window window) throws SQLException {
    List<String> slices = snapshot.isPresent() ? slices() : List.of("");
    List<Split> splits = new ArrayList<>();
    for (String slice : slices) {
      splits.add(split(splits.size(), window, slice));
    }
    return splits;
  }

  private Split split(int index, Window window, String slice) {
    List<String> conditions = new ArrayList<>(WindowSql.conditions(selection, window));
    conditions.add(slice);
    String query = selection.select(String.join(", ", selection.expressions()), conditions);
    return new Split(index, query, WindowSql.parameters(window), snapshot);
  }

  @Override
  public BatchReader open(Split split) {
    Lane lane = split.snapshot().isPresent() ? anyLane(split) : firstLane();
    try {
      return JdbcBatchReader.open(database, lane, selection, split, job.effort().batchRows());
    } catch (SQLException e) {
      lane.giveBack();
      throw database.failed("reading " + selection.display(), e);
    } catch (RuntimeException | Error e) {
      lane.giveBack();
      throw e;
    }
  }

  private Seats seats() {
    return database.pool().seats();
  }

  /** The first connection sees the same moment as those that join it. */
  private Lane anyLane(Split split) {
    return switch (seats().takeForLane(() -> firstIsReading.compareAndSet(false, true))) {
      case FIRST_CONNECTION -> new Lane(first, this::letFirstGo);
      case SEAT -> ownLane(split);
    };
  }

  private void letFirstGo() {
    firstIsReading.set(false);
    seats().firstIsFree();
  }

  private Lane ownLane(Split split) {
    try {
      Connection connection = database.connect(split.snapshot());
      return new Lane(connection, () -> leave(connection));
    } catch (SQLException e) {
      seats().giveBack();
      throw database.failed("reading " + selection.display(), e);
    } catch (RuntimeException | Error e) {
      seats().giveBack();
      throw e;
    }
  }

  private void leave(Connection connection) {
    try {
      giveBack(connection);
    } finally {
      seats().giveBack();
    }
  }

  private Lane firstLane() {
    if (!firstIsReading.compareAndSet(false, true)) {
      throw new IngestException(
          ErrorCode.INTERNAL,
          "%s: two splits of %s are read at once on one connection.\nReport this as a defect."
              .formatted(database.where(), selection.display()));
    }
    return new Lane(first, this::letFirstGo);
  }

  private void giveBack(Connection connection) {
    try (connection) {
      connection.rollback();
    } catch (SQLException e) {
      // All rows are read or the read has failed already; the pool drops a broken connection.
      return;
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    turn.takeCallingBack(() -> database.dialect().access().cancel(first));
    try {
      leave(first);
    } finally {
      turn.give();
    }
  }

  /**
   * A connection for the time of one split.
   *
   * @param end gives it back
   */
  record Lane(Connection connection, Runnable end) {
    void giveBack() {
      end.run();
    }
  }
}

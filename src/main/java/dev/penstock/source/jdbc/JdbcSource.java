package dev.penstock.source.jdbc;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Burden;
import dev.penstock.source.Catalogued;
import dev.penstock.source.Consistency;
import dev.penstock.source.Earlier;
import dev.penstock.source.Keyed;
import dev.penstock.source.Keys;
import dev.penstock.source.Known;
import dev.penstock.source.Resumable;
import dev.penstock.source.Resumed;
import dev.penstock.source.Sliced;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.source.Typed;
import dev.penstock.source.TypedColumn;
import dev.penstock.source.Watermark;
import dev.penstock.source.Window;
import dev.penstock.source.column.ColumnType.Kind;
import dev.penstock.source.jdbc.GroupMoment.Moment;
import dev.penstock.source.jdbc.dialect.PlannedColumn;
import dev.penstock.source.jdbc.dialect.SliceSize;
import dev.penstock.source.jdbc.dialect.Slices;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A table or query. One connection, the first, holds the moment at which the job sees the database,
 * from the survey until the source is closed; lanes of their own join that moment where the
 * database lets them, and otherwise the first connection does the reading.
 */
final class JdbcSource implements Source, Resumable, Keyed, Sliced, Catalogued, Typed {
  private final Database database;
  private final Job job;
  private final Reading reading;
  private final Connection first;
  private final Selection selection;
  private final List<String> weaknesses;
  private final Optional<GroupMoment> group;

  /** Splits without a snapshot to join read one after the other. */
  private final Semaphore firstIsFree = new Semaphore(1);

  private final AtomicBoolean closed = new AtomicBoolean();
  private final Meter meter = new Meter();
  private final Turn turn = new Turn();
  private Optional<String> snapshot = Optional.empty();
  private Optional<Moment> moment = Optional.empty();
  private Slices slices = Slices.WHOLE;

  private JdbcSource(
      Database database,
      Job job,
      Reading reading,
      Connection first,
      Selection selection,
      List<String> weaknesses,
      Optional<GroupMoment> group) {
    this.group = group;
    this.weaknesses = List.copyOf(weaknesses);
    this.database = database;
    this.job = job;
    this.reading = reading;
    this.first = first;
    this.selection = selection;
    meter.opened();
  }

  /**
   * @param group whose moment the job sees; empty for one of its own
   */
  static JdbcSource open(Database database, Job job, Reading reading, Optional<GroupMoment> group)
      throws SQLException {
    Connection connection = database.connect(Optional.empty());
    try {
      Database spoken = database.spokenOn(connection);
      Selection selection = new SelectionFinder(spoken, job.extract(), connection).find();
      List<String> weaknesses = spoken.weaknesses(connection);
      return new JdbcSource(spoken, job, reading, connection, selection, weaknesses, group);
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
  public List<TypedColumn> types() {
    return selection.columns().stream().map(PlannedColumn::typed).toList();
  }

  @Override
  public Survey survey(Optional<Watermark> committed) {
    return inTurn("looking at " + selection.display(), () -> look(committed));
  }

  @Override
  public Survey survey(Optional<Watermark> committed, Optional<Known> known) {
    return selection.cursor().isEmpty()
        ? survey(committed)
        : inTurn("looking at " + selection.display(), () -> lookBelow(committed, known));
  }

  private Survey lookBelow(Optional<Watermark> committed, Optional<Known> known)
      throws SQLException {
    begin();
    LateLook late = new LateLook(database, job, selection, surveyor(), first, known, moment);
    late.lookAround();
    return late.add(look(committed), committed);
  }

  private Surveyor surveyor() {
    return new Surveyor(
        database.where(), selection, database.dialect().cursors(), reading.count(), first, meter);
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
    begin();
    // Only what is read whole is cut: a later window is small, and an index serves it best.
    slices =
        committed.isEmpty() ? cut() : Slices.whole("a window past the watermark is read as one");
    boolean shared = share(slices.all().size());
    Survey survey = surveyor().survey(job.extract().cursor(), committed);
    survey = atMoment(survey);
    for (String weakness : weaknesses) {
      survey = survey.warning(weakness);
    }
    return shared
        ? survey
        : survey.warning(
            "the database lets no second connection see the same moment, so one connection reads everything, whatever parallelism says");
  }

  private void begin() throws SQLException {
    first.rollback();
    moment = Optional.empty();
    if (group.isPresent()) {
      moment = Optional.of(group.get().join(database, job.id()));
    }
    Optional<String> shared = moment.map(Moment::snapshot);
    database.dialect().access().begin(first, database.session().joining(shared));
  }

  /** One moment of the group's is the moment of all its jobs. */
  private Survey atMoment(Survey survey) {
    return moment.isPresent() && survey.consistency().equals(Consistency.SNAPSHOT)
        ? survey.resumed(survey.rows(), Consistency.ofGroup(moment.get().group()))
        : survey;
  }

  private int lanes() {
    return seats().atMost(job.effort().parallelism());
  }

  private Slices cut() throws SQLException {
    return new Cutter(database, selection, first).cut(new SliceSize(reading.sliceBytes(), lanes()));
  }

  /** Lets other connections see this moment, where there is work for them; false if it cannot. */
  private boolean share(int splits) throws SQLException {
    boolean several = splits > 1 && lanes() > 1;
    if (several && moment.isPresent()) {
      snapshot = moment.map(Moment::snapshot);
      return true;
    }
    snapshot =
        several
            ? database.dialect().access().exportSnapshot(first, database.session())
            : Optional.empty();
    return !several || snapshot.isPresent();
  }

  @Override
  public List<Split> splits(Survey survey) {
    if (survey.nothingNew()) {
      return List.of();
    }
    Window window = survey.window();
    Splits cut = new Splits(selection, window, snapshot);
    boolean again = survey.late().again().isPresent();
    List<Split> splits = new ArrayList<>();
    // Without rows past it, a window ends where it begins.
    if (!again || !window.after().equals(window.upTo())) {
      splits.addAll(cut.of(slices));
    }
    if (again) {
      splits.add(cut.again(splits.size(), survey.late()));
    }
    return splits;
  }

  @Override
  public Optional<String> bookmark() {
    return slices.bookmark().map(text -> momentPrefix() + text);
  }

  /** What was read at the moment of one group is not gone on with at another. */
  private String momentPrefix() {
    return moment.map(held -> "at " + held.token() + " ").orElse("");
  }

  @Override
  public String cutting() {
    return slices.reason();
  }

  @Override
  public Resumed resume(Earlier earlier) {
    return inTurn("looking again at " + selection.display(), () -> lookAgain(earlier));
  }

  private Resumed lookAgain(Earlier earlier) throws SQLException {
    begin();
    if (!earlier.bookmark().startsWith(momentPrefix())) {
      return new Resumed.Impossible(
          "it was read as of another instant than that of the jobs of its snapshot_group");
    }
    share(2);
    String bookmark = earlier.bookmark().substring(momentPrefix().length());
    Resumed resumed =
        new SecondLook(selection, first, snapshot, database.dialect().cursors().count())
            .at(earlier, new Cutter(database, selection, first).again(bookmark));
    slices = Slices.whole("as the run before had cut them");
    return moment.isPresent() ? atSameMoment(resumed) : resumed;
  }

  /** All that was read before was read at this very moment. */
  private Resumed atSameMoment(Resumed resumed) {
    Consistency ofGroup = Consistency.ofGroup(moment.orElseThrow().group());
    return resumed instanceof Resumed.Possible possible
            && selection.consistency().equals(Consistency.SNAPSHOT)
        ? new Resumed.Possible(
            possible.survey().resumed(possible.survey().rows(), ofGroup), possible.splits())
        : resumed;
  }

  @Override
  public Facts facts() {
    return inTurn(
        "reading the catalogue of " + selection.display(),
        () -> new CatalogFacts(database, first, selection).of(job.extract().cursor()));
  }

  @Override
  public Keys keys(List<String> columns) {
    List<PlannedColumn> wanted = columns.stream().map(this::keyColumn).toList();
    return new TableKeys(selection.only(wanted), this::open);
  }

  private PlannedColumn keyColumn(String name) {
    PlannedColumn column = existing(name);
    if (column.type().kind() == Kind.LIST) {
      throw new IngestException(
          ErrorCode.SOURCE_REFUSED,
          "%s, column detect_deletes: the column %s of primary_key is a %s, and lists in the lake are not compared.\nSet column_types to %s=json and load with --full-refresh, or leave detect_deletes empty."
              .formatted(database.where(), name, column.type().word(), column.name()));
    }
    return column;
  }

  private PlannedColumn existing(String name) {
    return selection
        .column(name)
        .orElseThrow(
            () ->
                new IngestException(
                    ErrorCode.SOURCE_REFUSED,
                    "%s, column detect_deletes: it needs the column %s of primary_key, which is not among those that are read.\nAdd it to the cell columns, or correct primary_key."
                        .formatted(database.where(), name)));
  }

  @Override
  public BatchReader open(Split split) {
    return open(selection, split);
  }

  private BatchReader open(Selection wanted, Split split) {
    Lane lane = split.snapshot().isPresent() ? anyLane(split) : firstLane();
    try {
      return JdbcBatchReader.open(database, lane, wanted, split, job.effort().batchRows(), meter);
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
    return switch (seats().takeForLane(firstIsFree::tryAcquire)) {
      case FIRST_CONNECTION -> new Lane(first, this::letFirstGo);
      case SEAT -> ownLane(split);
    };
  }

  private void letFirstGo() {
    firstIsFree.release();
    seats().firstIsFree();
  }

  private Lane ownLane(Split split) {
    try {
      Connection connection = database.connect(split.snapshot());
      meter.opened();
      return new Lane(connection, () -> leave(connection));
    } catch (SQLException e) {
      seats().giveBack();
      throw group
          .flatMap(held -> held.loss(database, e))
          .orElseGet(() -> database.failed("reading " + selection.display(), e));
    } catch (RuntimeException | Error e) {
      seats().giveBack();
      throw e;
    }
  }

  private void leave(Connection connection) {
    try {
      meter.closed();
      giveBack(connection);
    } finally {
      seats().giveBack();
    }
  }

  /** The others wait: only one statement at a time can be read on a connection. */
  private Lane firstLane() {
    firstIsFree.acquireUninterruptibly();
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
  public Burden burden() {
    return meter.burden();
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

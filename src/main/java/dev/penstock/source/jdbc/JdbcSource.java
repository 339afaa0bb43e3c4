package dev.penstock.source.jdbc;

import dev.penstock.job.Job;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Burden;
import dev.penstock.source.Catalogued;
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
import dev.penstock.source.jdbc.Lanes.Lane;
import dev.penstock.source.jdbc.dialect.PlannedColumn;
import dev.penstock.source.jdbc.dialect.SliceSize;
import dev.penstock.source.jdbc.dialect.Slices;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A table or query. One connection, the first, holds the moment at which the job sees the database,
 * from the survey until the source is closed; lanes of their own join that moment where the
 * database lets them, and otherwise the first connection does the reading.
 */
final class JdbcSource implements Source, Resumable, Keyed, Sliced, Catalogued, Typed {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcSource.class);
  private static final int MOST_LOOKS = 3;

  private final Database database;
  private final Job job;
  private final Reading reading;
  private final Connection first;
  private final Selection selection;
  private final List<String> weaknesses;
  private final Optional<GroupMoment> group;

  private final AtomicBoolean closed = new AtomicBoolean();
  private final Meter meter = new Meter();
  private final Lanes lanes;
  private final Turn turn = new Turn();
  private Optional<String> snapshot = Optional.empty();
  private HeldMoment moment = HeldMoment.OWN;
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
    this.lanes = new Lanes(database, first, group, meter, "reading " + selection.display());
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
    LateLook late =
        new LateLook(database, job, selection, surveyor(), first, known, moment.shared());
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
    boolean shared = cutAndShare(committed);
    Survey survey = surveyor().survey(job.extract().cursor(), committed);
    survey = moment.mark(survey);
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
    moment = HeldMoment.OWN;
    if (group.isPresent()) {
      moment = new HeldMoment(Optional.of(group.get().join(database, job.id())));
    }
    database.dialect().access().begin(first, database.session().joining(moment.snapshot()));
  }

  private int lanes() {
    return lanes.atMost(job.effort().parallelism());
  }

  /** What is shared may be a later moment than that at which the table was cut. */
  private boolean cutAndShare(Optional<Watermark> committed) throws SQLException {
    // Only what is read whole is cut: a later window is small, and an index serves it best.
    if (committed.isPresent()) {
      return shareWhole("a window past the watermark is read as one");
    }
    Cutter cutter = new Cutter(database, selection, first);
    for (int look = 0; look < MOST_LOOKS; look++) {
      slices = cutter.cut(new SliceSize(reading.sliceBytes(), lanes()));
      String ground = cutter.ground(slices);
      boolean shared = share(slices.all().size());
      try {
        if (cutter.ground(slices).equals(ground)) {
          return shared;
        }
      } catch (SQLException e) {
        LOG.info("the partitions cannot be looked at as of the moment of the job", e);
        begin();
        return shareWhole("its partitions cannot be looked at as of the moment of the job");
      }
      begin();
    }
    return shareWhole("its partitions changed each time that they were looked at");
  }

  private boolean shareWhole(String reason) throws SQLException {
    slices = Slices.whole(reason);
    return share(1);
  }

  /** Lets other connections see this moment, where there is work for them; false if it cannot. */
  private boolean share(int splits) throws SQLException {
    boolean several = splits > 1 && lanes() > 1;
    if (several && moment.shared().isPresent()) {
      snapshot = moment.snapshot();
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
    return slices.bookmark().map(text -> moment.bookmarkPrefix() + text);
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
    if (!earlier.bookmark().startsWith(moment.bookmarkPrefix())) {
      return new Resumed.Impossible(
          "it was read as of another instant than that of the jobs of its snapshot_group");
    }
    share(2);
    String bookmark = earlier.bookmark().substring(moment.bookmarkPrefix().length());
    Resumed resumed =
        new SecondLook(selection, first, snapshot, database.dialect().cursors().count())
            .at(earlier, new Cutter(database, selection, first).again(bookmark));
    slices = Slices.whole("as the run before had cut them");
    return moment.mark(resumed, selection.consistency());
  }

  @Override
  public Facts facts() {
    return inTurn(
        "reading the catalogue of " + selection.display(),
        () -> new CatalogFacts(database, first, selection).of(job.extract().cursor()));
  }

  @Override
  public Keys keys(List<String> columns) {
    return TableKeys.of(database.where(), selection, columns, this::open);
  }

  @Override
  public BatchReader open(Split split) {
    return open(selection, split);
  }

  private BatchReader open(Selection wanted, Split split) {
    Lane lane = lanes.take(split);
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
      lanes.leaveFirst();
    } finally {
      turn.give();
    }
  }
}

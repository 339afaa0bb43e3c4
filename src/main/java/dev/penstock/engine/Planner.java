package dev.penstock.engine;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.DataFile;
import dev.penstock.destination.Destination;
import dev.penstock.destination.Ledger;
import dev.penstock.destination.LoadPackage;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.source.Adaptive;
import dev.penstock.source.Catalogued;
import dev.penstock.source.Known;
import dev.penstock.source.Sliced;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.source.Typed;
import dev.penstock.source.TypedColumn;
import dev.penstock.source.Watermark;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what a run would do, job by job; reads the source's catalogue and counts, and writes nothing
 * anywhere.
 */
public final class Planner {
  private static final Logger LOG = LoggerFactory.getLogger(Planner.class);

  private final Connectors connectors;
  private final Destination destination;
  private final Pacing pacing;
  private final Clock clock;

  /** Of sources without terms. */
  public Planner(Connectors connectors, Destination destination) {
    this(connectors, destination, Pacing.USUAL, Clock.systemUTC());
  }

  Planner(Connectors connectors, Destination destination, Pacing pacing, Clock clock) {
    this.connectors = connectors;
    this.destination = destination;
    this.pacing = pacing;
    this.clock = clock;
  }

  /** Of what a run with these rooms would do. */
  public static Planner of(EngineRooms rooms) {
    return new Planner(rooms.connectors(), rooms.destination(), rooms.pacing(), rooms.clock());
  }

  /**
   * What a run begun now would do with one job.
   *
   * @param survey empty when {@code blackout} or {@code problem} is there
   * @param splits still to be read; none when nothing is new
   * @param changes what changed in the table's columns and what becomes of it, a sentence each
   * @param deletes how rows that are gone are looked for; empty when they are not
   * @param width how many columns are read
   * @param facts what the source's catalogue tells
   * @param blackout in which the source is, and what that means for the job; it was not looked at
   * @param problem why the job would fail
   * @param cutting how its rows are cut and why; may be empty
   */
  public record Plan(
      Job job,
      Optional<Survey> survey,
      List<Split> splits,
      String partitionPath,
      List<String> changes,
      Optional<DeletesPlan> deletes,
      int width,
      Catalogued.Facts facts,
      Optional<String> blackout,
      Optional<String> problem,
      String cutting) {}

  /**
   * What comparing all keys takes.
   *
   * @param query reads the keys of every row at the source
   * @param files whose keys are read here
   * @param rows in these files
   * @param bytes of these files, of which the key columns are read
   */
  public record DeletesPlan(String query, int files, long rows, long bytes) {}

  /**
   * What a run begun now would do with a row: one plan, or one for each table that it means.
   *
   * @param wanted of the row and the job of one of its tables, whether that is to be planned
   */
  public List<Plan> plans(
      Job row, RunRequest.Refresh refresh, Instant now, BiPredicate<Job, Job> wanted) {
    return each(
        row,
        wanted,
        table -> withInner(table, one -> plan(one, refresh, now)),
        problem -> unseen(row, "", Optional.empty(), Optional.of(problem)));
  }

  private <T> List<T> each(
      Job row,
      BiPredicate<Job, Job> wanted,
      Function<Job, List<T>> one,
      Function<String, T> failed) {
    // In a blackout the source is not asked for its tables, and the one answer says so.
    if (row.tables().isEmpty() || blackout(row).isPresent()) {
      return one.apply(row);
    }
    try {
      return new TableJobs(connectors, row)
          .now().stream()
              .filter(table -> wanted.test(row, table))
              .flatMap(table -> one.apply(table).stream())
              .toList();
    } catch (RuntimeException e) {
      return List.of(failed.apply(Unexpected.of(row, e).getMessage()));
    }
  }

  /** Of a job, and of the tables inside its rows as far as they were seen. */
  private <T> List<T> withInner(Job job, Function<Job, T> one) {
    connectors.expect(List.of(job));
    try {
      List<T> all = new ArrayList<>();
      all.add(one.apply(job));
      inner(job).forEach(table -> all.add(one.apply(table)));
      return all;
    } finally {
      connectors.ended(job);
    }
  }

  private List<Job> inner(Job job) {
    try {
      return new InnerJobs(connectors, destination).of(job);
    } catch (RuntimeException e) {
      LOG.warn("no tables inside are shown: {}", Unexpected.of(job, e).getMessage());
      return List.of();
    }
  }

  private Optional<String> blackout(Job job) {
    return pacing.blackout(job, clock).map(on -> pacing.inWords(job, on, clock));
  }

  /** What a run begun now would do with the job of one table. */
  public Plan plan(Job job, RunRequest.Refresh refresh, Instant now) {
    String path = "";
    Optional<String> blackout = blackout(job);
    if (blackout.isPresent()) {
      return unseen(job, path, blackout, Optional.empty());
    }
    try {
      Ledger ledger = destination.ledger(refresh.of(job));
      path = ledger.partitionPath(now);
      return plan(job, ledger, refresh, now);
    } catch (RuntimeException e) {
      // One job that cannot be planned keeps no other from being shown.
      String problem = Unexpected.of(job, e).getMessage();
      return unseen(job, path, Optional.empty(), Optional.of(problem));
    }
  }

  private static Plan unseen(
      Job job, String path, Optional<String> blackout, Optional<String> problem) {
    return new Plan(
        job,
        Optional.empty(),
        List.of(),
        path,
        List.of(),
        Optional.empty(),
        0,
        Catalogued.Facts.NONE,
        blackout,
        problem,
        "");
  }

  private Plan plan(Job job, Ledger ledger, RunRequest.Refresh refresh, Instant now) {
    try (Source source = connectors.open(job)) {
      Changes changes = new Changes(ledger, source);
      Optional<JobResult> skipped = changes.early();
      LoadPackage fresh = new LoadPackage("", "", job, now, now);
      Beginning from =
          new Resumption(job, ledger, source, refresh, Remembered.known(job, ledger, refresh))
              .begin(fresh);
      skipped = skipped.or(changes::obstacle);
      String path = ledger.partitionPath(from.loadPackage().runStartedAt());
      return new Plan(
          job,
          Optional.of(from.survey()),
          from.splits(),
          path,
          skipped.map(result -> List.of(result.reason())).orElseGet(changes::sentences),
          deletes(job, ledger, source, refresh),
          source.schema().getFields().size(),
          facts(source),
          Optional.empty(),
          Optional.empty(),
          source instanceof Sliced sliced ? sliced.cutting() : "");
    }
  }

  private static Catalogued.Facts facts(Source source) {
    try {
      return source instanceof Catalogued catalogued ? catalogued.facts() : Catalogued.Facts.NONE;
    } catch (IngestException e) {
      // A user who may read a table need not be one who may read the catalogue.
      LOG.info("no facts of the catalogue: {}", e.getMessage());
      return Catalogued.Facts.NONE;
    }
  }

  /**
   * What becomes of the columns of one job.
   *
   * @param columns none when {@code blackout} or {@code problem} is there
   * @param blackout in which the source is; it was not looked at
   * @param problem why nobody can tell
   */
  public record Types(
      Job job, List<TypedColumn> columns, Optional<String> blackout, Optional<String> problem) {
    public Types {
      columns = List.copyOf(columns);
    }
  }

  /**
   * In which types a load begun now would land, for a row or for each table that it means. Reads
   * the catalogue, and of a source without one the rows.
   *
   * @param wanted of the row and the job of one of its tables, whether that is meant
   */
  public List<Types> types(
      Job row, RunRequest.Refresh refresh, Instant now, BiPredicate<Job, Job> wanted) {
    return each(
        row,
        wanted,
        table -> withInner(table, one -> types(one, refresh, now)),
        problem -> new Types(row, List.of(), Optional.empty(), Optional.of(problem)));
  }

  private Types types(Job job, RunRequest.Refresh refresh, Instant now) {
    Optional<String> blackout = blackout(job);
    if (blackout.isPresent()) {
      return new Types(job, List.of(), blackout, Optional.empty());
    }
    try (Source source = connectors.open(job)) {
      if (source instanceof Adaptive) {
        Ledger ledger = destination.ledger(job);
        LoadPackage fresh = new LoadPackage("", "", job, now, now);
        Optional<Known> known = Remembered.known(job, ledger, refresh);
        new Resumption(job, ledger, source, refresh, known).begin(fresh);
      }
      List<TypedColumn> columns = source instanceof Typed typed ? typed.types() : List.of();
      return new Types(job, columns, Optional.empty(), Optional.empty());
    } catch (RuntimeException e) {
      // One job that cannot be planned keeps no other from being shown.
      String problem = Unexpected.of(job, e).getMessage();
      return new Types(job, List.of(), Optional.empty(), Optional.of(problem));
    }
  }

  private static Optional<DeletesPlan> deletes(
      Job job, Ledger ledger, Source source, RunRequest.Refresh refresh) {
    if (job.target().deletes().isEmpty() || refresh == RunRequest.Refresh.EVERYTHING) {
      return Optional.empty();
    }
    List<DataFile> files = ledger.live();
    return Optional.of(
        new DeletesPlan(
            DeletedRows.keys(job, source).query(),
            files.size(),
            files.stream().mapToLong(DataFile::rows).sum(),
            files.stream().mapToLong(DataFile::bytes).sum()));
  }

  /**
   * The watermark that {@code value} stands for in the job's cursor column, in the form that the
   * source's dialect reads back.
   */
  public Watermark watermark(Job job, String value) {
    try (Source source = connectors.open(job.startingAt(value))) {
      return source.survey(Optional.empty()).window().after().orElseThrow();
    }
  }

  /** Counts again, at the source, what {@code load} has read; reads no file of the table. */
  public Recount recount(Job job, CommitRecord load) {
    return Recount.of(connectors, destination.ledger(job), job, load);
  }
}

package dev.penstock.late;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.LoadIds;
import dev.penstock.destination.lake.Lake;
import dev.penstock.destination.lake.LakeDestination;
import dev.penstock.engine.Connectors;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineRooms;
import dev.penstock.engine.LocalSplitExecutor;
import dev.penstock.engine.Planner;
import dev.penstock.engine.RunReport;
import dev.penstock.engine.RunRequest;
import dev.penstock.engine.SilentListener;
import dev.penstock.engine.StopSignal;
import dev.penstock.job.Cursor;
import dev.penstock.job.Deletes;
import dev.penstock.job.Effort;
import dev.penstock.job.Extract;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.Lookback;
import dev.penstock.job.Naming;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.job.Target;
import dev.penstock.job.WriteDisposition;
import dev.penstock.source.jdbc.JdbcConnector;
import dev.penstock.source.jdbc.NoTokens;
import dev.penstock.storage.Containers;
import dev.penstock.storage.Storage;
import dev.penstock.storage.local.LocalStorage;
import dev.penstock.testing.EmbeddedPg;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.RootAllocator;

/** Whole runs of the engine from a PostgreSQL into a lake on disk. */
public final class Runs implements AutoCloseable {
  private final Path root;
  private final RootAllocator allocator = new RootAllocator();
  private final SourceType type;
  private final JdbcConnector connector;

  public Runs(Path root, String user) {
    this(root, SourceType.POSTGRESQL, EmbeddedPg.settings(user));
  }

  /** From any database. */
  public Runs(Path root, SourceType type, Map<String, String> settings) {
    this.root = root;
    this.type = type;
    this.connector =
        new JdbcConnector(
            Map.of("shop", new SourceSettings("shop", Optional.of(type), settings)),
            key -> Optional.empty(),
            SourceCount.AUTO,
            2,
            new NoTokens());
  }

  public static Job job(String id, String table, Cursor cursor, List<String> key) {
    return new Job(
        id,
        "sheet SourceConfig, row 7",
        "shop",
        SourceType.POSTGRESQL,
        LoadType.INCREMENTAL,
        new Extract(
            Optional.empty(),
            table,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.of(cursor),
            Map.of()),
        new Target(
            Optional.empty(), Optional.of(id), WriteDisposition.APPEND, Naming.SNAKE_CASE, key),
        new Effort(50, 2, 0, Duration.ofMinutes(1)),
        List.of(),
        "");
  }

  /** The same job, which looks for rows that are gone. */
  public static Job deleting(Job job, Deletes deletes) {
    Target target = job.target();
    return with(
        job,
        new Target(
            target.container(),
            target.folder(),
            target.disposition(),
            target.naming(),
            target.primaryKey(),
            Optional.of(deletes)));
  }

  /** The same job, which reads only rows that meet a condition. */
  public static Job filtered(Job job, String filter) {
    Extract extract = job.extract();
    return with(
        job,
        new Extract(
            extract.schemaName(),
            extract.tableName(),
            extract.query(),
            extract.columns(),
            Optional.of(filter),
            extract.cursor(),
            extract.columnTypes()),
        job.target());
  }

  /** The same job with another target. */
  public static Job with(Job job, Target target) {
    return with(job, job.extract(), target);
  }

  private static Job with(Job job, Extract extract, Target target) {
    return new Job(
        job.id(),
        job.place(),
        job.sourceName(),
        job.sourceType(),
        job.loadType(),
        extract,
        target,
        job.effort(),
        job.dependsOn(),
        job.description());
  }

  public static Cursor cursor(String column) {
    return new Cursor(column, Optional.empty());
  }

  public static Cursor cursor(String column, Lookback lookback) {
    return new Cursor(column, Optional.empty(), Optional.of(lookback));
  }

  public RunReport run(Job... jobs) {
    try (Storage storage = storage()) {
      return run(storage, RunRequest.Refresh.FROM_WATERMARK, jobs);
    }
  }

  public Storage storage() {
    return new LocalStorage(root);
  }

  /** One job after the other, so that a fault strikes the same call each time. */
  public RunReport run(Storage storage, RunRequest.Refresh refresh, Job... jobs) {
    EngineRooms rooms =
        new EngineRooms(
            new Connectors(Map.of(type, connector)),
            destination(storage),
            entry -> {},
            LocalSplitExecutor::new,
            allocator,
            new LoadIds(Clock.systemUTC()),
            Clock.systemUTC());
    return new Engine(rooms, new SilentListener(), new StopSignal())
        .run(new RunRequest(List.of(jobs), List.of(), 1, refresh));
  }

  public Planner.Plan plan(Job job) {
    try (Storage storage = storage()) {
      return new Planner(new Connectors(Map.of(type, connector)), destination(storage))
          .plan(job, RunRequest.Refresh.FROM_WATERMARK, Clock.systemUTC().instant());
    }
  }

  public LakeDestination destination(Storage storage) {
    return new LakeDestination(Containers.folders(storage), Lake.OPTIONS, Clock.systemUTC());
  }

  public List<CommitRecord> log(Job job) {
    try (Storage storage = storage()) {
      return destination(storage).ledger(job).all();
    }
  }

  @Override
  public void close() {
    connector.close();
    allocator.close();
  }
}

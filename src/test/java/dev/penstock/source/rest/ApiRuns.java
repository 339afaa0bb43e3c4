package dev.penstock.source.rest;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.LoadIds;
import dev.penstock.destination.lake.Lake;
import dev.penstock.destination.lake.LakeDestination;
import dev.penstock.engine.Connectors;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineRooms;
import dev.penstock.engine.LocalSplitExecutor;
import dev.penstock.engine.Planner;
import dev.penstock.engine.Recount;
import dev.penstock.engine.RunReport;
import dev.penstock.engine.RunRequest;
import dev.penstock.engine.SilentListener;
import dev.penstock.engine.StopSignal;
import dev.penstock.evidence.Said;
import dev.penstock.job.Job;
import dev.penstock.job.SourceType;
import dev.penstock.source.rest.ApiServer.Asked;
import dev.penstock.source.rest.ApiServer.Reply;
import dev.penstock.storage.Containers;
import dev.penstock.storage.Storage;
import dev.penstock.storage.local.LocalStorage;
import dev.penstock.testing.DuckDb;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.arrow.memory.RootAllocator;

/** Runs of the engine from an API on a real socket into a lake on disk. */
public record ApiRuns(Path root) {
  /** Runs one job against an API that answers like this. */
  public RunReport run(Job job, RunRequest.Refresh refresh, Function<Asked, Reply> api) {
    return with(api, rooms -> run(job, refresh, rooms));
  }

  /** Runs one job; the caller closes both ends. */
  static RunReport run(
      Job job, RunRequest.Refresh refresh, RestConnector connector, LakeDestination lake) {
    return with(connector, lake, rooms -> run(job, refresh, rooms));
  }

  private static RunReport run(Job job, RunRequest.Refresh refresh, EngineRooms rooms) {
    RunReport report =
        new Engine(rooms, new SilentListener(), new StopSignal())
            .run(new RunRequest(List.of(job), List.of(), 1, refresh));
    report.jobs().forEach(done -> Said.add(done.result().toString()));
    return report;
  }

  List<Planner.Plan> plan(Job job, Function<Asked, Reply> api) {
    return with(
        api,
        rooms ->
            Planner.of(rooms)
                .plans(
                    job,
                    RunRequest.Refresh.FROM_WATERMARK,
                    Clock.systemUTC().instant(),
                    (row, table) -> true));
  }

  /** Counts again what the newest load has read. */
  Recount recount(Job job, Function<Asked, Reply> api) {
    List<CommitRecord> loads =
        log(job).stream().filter(one -> one.kind() == CommitRecord.Kind.LOAD).toList();
    CommitRecord newest = loads.get(loads.size() - 1);
    return with(api, rooms -> Planner.of(rooms).recount(job, newest));
  }

  private <T> T with(Function<Asked, Reply> api, Function<EngineRooms, T> work) {
    try (ApiServer server = new ApiServer(api);
        RestConnector connector = Loaded.from(server).connector();
        Storage storage = new LocalStorage(root)) {
      return with(connector, destination(storage), work);
    }
  }

  private static <T> T with(
      RestConnector connector, LakeDestination lake, Function<EngineRooms, T> work) {
    try (RootAllocator allocator = new RootAllocator()) {
      return work.apply(
          new EngineRooms(
              new Connectors(Map.of(SourceType.REST, connector)),
              lake,
              entry -> {},
              LocalSplitExecutor::new,
              allocator,
              new LoadIds(Clock.systemUTC()),
              Clock.systemUTC()));
    }
  }

  static LakeDestination destination(Storage storage) {
    return new LakeDestination(Containers.folders(storage), Lake.OPTIONS, Clock.systemUTC());
  }

  public List<CommitRecord> log(Job job) {
    try (Storage storage = new LocalStorage(root)) {
      return destination(storage).ledger(job).all();
    }
  }

  /** What DuckDB reads of a table, in order. */
  public List<String> rows(String table, String columns) throws Exception {
    return DuckDb.rows(
        "SELECT %s FROM read_parquet('%s/%s/*/*/*/*.parquet', union_by_name = true) ORDER BY ALL"
            .formatted(columns, root, table));
  }
}

package dev.penstock.engine;

import dev.penstock.destination.BatchWriter;
import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.DataFile;
import dev.penstock.destination.DeliveredFile;
import dev.penstock.destination.Delivery;
import dev.penstock.destination.Destination;
import dev.penstock.destination.Drafts;
import dev.penstock.destination.Ledger;
import dev.penstock.destination.Load;
import dev.penstock.destination.LoadPackage;
import dev.penstock.destination.LoadPlan;
import dev.penstock.destination.Session;
import dev.penstock.destination.SplitResult;
import dev.penstock.destination.StagedFile;
import dev.penstock.destination.Upkeep;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.WriteDisposition;
import dev.penstock.schema.Evolution;
import dev.penstock.schema.TableSchema;
import dev.penstock.source.Consistency;
import dev.penstock.source.Watermark;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Keeps rows in memory, visible only after a commit; conflicts as a real one does. */
final class FakeDestination implements Destination {
  final Map<String, List<CommitRecord>> commits = new ConcurrentHashMap<>();
  final Map<String, List<Long>> visible = new ConcurrentHashMap<>();
  final List<String> order = Collections.synchronizedList(new ArrayList<>());
  final Map<String, LoadPlan> plans = new ConcurrentHashMap<>();
  final Map<String, List<SplitResult>> results = new ConcurrentHashMap<>();
  private final Map<String, Map<Integer, List<Long>>> staged = new ConcurrentHashMap<>();
  private final Set<String> held = Collections.synchronizedSet(new HashSet<>());
  volatile Runnable beforeWrite = () -> {};
  volatile Runnable beforeCommit = () -> {};

  /** The record of a load of one column that was committed now. */
  static CommitRecord record(Job job, long rows, long bytes, Instant now, Duration took) {
    return new CommitRecord(
        CommitRecord.FORMAT,
        1,
        "load",
        "nonce",
        "run",
        job.id(),
        CommitRecord.Kind.LOAD,
        job.loadType(),
        job.target().disposition(),
        job.sourceName(),
        job.extract().tableName(),
        Optional.empty(),
        Optional.empty(),
        List.of(new DataFile("s", "p", rows, bytes, "00000000")),
        List.of(),
        rows,
        OptionalLong.empty(),
        "memory",
        new TableSchema(1, List.of(new TableSchema.Column("n", "n", "bigint", "int64"))),
        Consistency.SNAPSHOT,
        1,
        List.of(),
        now.minus(took),
        now,
        "0.1.0",
        Optional.empty());
  }

  @Override
  public Ledger ledger(Job job) {
    return new Held(job);
  }

  @Override
  public Session acquire(Job job) {
    if (!held.add(job.id())) {
      throw new IngestException(ErrorCode.CONFLICT, "another run holds " + job.id());
    }
    return new Held(job);
  }

  @Override
  public Upkeep upkeep(Job job) {
    throw new UnsupportedOperationException("no test of the engine looks after what was loaded");
  }

  @Override
  public List<String> tablesOf(Job row) {
    return List.of();
  }

  @Override
  public void close() {}

  private final class Held implements Session {
    private final Job job;

    Held(Job job) {
      this.job = job;
    }

    @Override
    public Optional<CommitRecord> last() {
      List<CommitRecord> all = all();
      return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    @Override
    public List<CommitRecord> newest(int most) {
      List<CommitRecord> newest = new ArrayList<>(all());
      Collections.reverse(newest);
      return newest.subList(0, Math.min(most, newest.size()));
    }

    @Override
    public List<CommitRecord> all() {
      return commits.getOrDefault(job.id(), List.of());
    }

    @Override
    public Optional<InputStream> remembered(CommitRecord commit) {
      return Optional.empty();
    }

    @Override
    public List<DataFile> live() {
      return all().stream().flatMap(commit -> commit.added().stream()).toList();
    }

    @Override
    public DeliveredFile open(DataFile file, Schema columns) {
      throw new UnsupportedOperationException("no test of the engine reads what was loaded");
    }

    @Override
    public String partitionPath(Instant startedAt) {
      return "memory/" + job.id();
    }

    @Override
    public Evolution evolution(Schema source) {
      return Evolution.of(job, TableSchema.NONE, List.of());
    }

    @Override
    public Load begin(LoadPackage loadPackage, Schema schema) {
      return new Memory(loadPackage);
    }

    @Override
    public Load resume(LoadPlan plan, LoadPackage loadPackage, Schema schema) {
      return new Memory(loadPackage);
    }

    @Override
    public Drafts drafts() {
      return new Drafts() {
        @Override
        public List<LoadPlan> plans() {
          return Optional.ofNullable(plans.get(job.id())).stream()
              .filter(plan -> plan.base() == all().size())
              .toList();
        }

        @Override
        public List<SplitResult> results(LoadPlan plan) {
          return List.copyOf(results.getOrDefault(plan.loadId(), List.of()));
        }

        @Override
        public Map<String, String> fingerprint() {
          return Map.of("memory", "1");
        }
      };
    }

    @Override
    public CommitRecord amend(Optional<Watermark> watermark, String runId, String reason) {
      throw new UnsupportedOperationException("no test of the engine changes state");
    }

    @Override
    public void close() {
      held.remove(job.id());
    }
  }

  private final class Memory implements Load {
    private final LoadPackage loadPackage;
    private final Map<Integer, List<Long>> splits;

    Memory(LoadPackage loadPackage) {
      this.loadPackage = loadPackage;
      this.splits = staged.computeIfAbsent(loadPackage.loadId(), id -> new ConcurrentHashMap<>());
    }

    @Override
    public void keep(LoadPlan plan) {
      plans.put(loadPackage.job().id(), plan);
    }

    @Override
    public void keep(SplitResult result) {
      results
          .computeIfAbsent(
              loadPackage.loadId(), id -> Collections.synchronizedList(new ArrayList<>()))
          .add(result);
    }

    @Override
    public BatchWriter tombstones(int split) {
      throw new UnsupportedOperationException("no row is gone here");
    }

    @Override
    public BatchWriter writer(int split) {
      List<Long> numbersOfSplit = new ArrayList<>();
      splits.put(split, numbersOfSplit);
      return new BatchWriter() {
        private long rows;

        @Override
        public void write(VectorSchemaRoot batch) {
          beforeWrite.run();
          BigIntVector numbers = (BigIntVector) batch.getVector(0);
          for (int i = 0; i < batch.getRowCount(); i++) {
            numbersOfSplit.add(numbers.get(i));
          }
          rows += batch.getRowCount();
        }

        @Override
        public long bytes() {
          return rows * Long.BYTES;
        }

        @Override
        public List<StagedFile> finish() {
          return List.of(new StagedFile("memory/" + split, rows, bytes(), "00000000"));
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public CommitRecord commit(Delivery delivery) {
      beforeCommit.run();
      Job job = loadPackage.job();
      List<CommitRecord> log = commits.computeIfAbsent(job.id(), id -> new ArrayList<>());
      CommitRecord record = record(job, log.size() + 1, delivery);
      log.add(record);
      List<Long> rows = visible.computeIfAbsent(job.id(), id -> new ArrayList<>());
      if (job.target().disposition() == WriteDisposition.REPLACE) {
        rows.clear();
      }
      delivery.splits().forEach(split -> rows.addAll(splits.get(split.split())));
      order.add(job.id());
      return record;
    }

    private CommitRecord record(Job job, long sequence, Delivery delivery) {
      List<DataFile> files =
          delivery.splits().stream()
              .flatMap(split -> split.files().stream())
              .map(f -> new DataFile(f.path(), f.path(), f.rows(), f.bytes(), f.crc32c()))
              .toList();
      return new CommitRecord(
          CommitRecord.FORMAT,
          sequence,
          loadPackage.loadId(),
          "nonce",
          loadPackage.runId(),
          job.id(),
          CommitRecord.Kind.LOAD,
          job.loadType(),
          job.target().disposition(),
          job.sourceName(),
          job.extract().tableName(),
          delivery.survey().window().after(),
          delivery.survey().window().upTo(),
          files,
          List.of(),
          delivery.rows(),
          delivery.survey().rows(),
          "memory/" + job.id(),
          new TableSchema(1, List.of()),
          delivery.survey().consistency(),
          delivery.attempts(),
          delivery.survey().warnings(),
          loadPackage.jobStartedAt(),
          loadPackage.jobStartedAt().plusSeconds(1),
          "test",
          Optional.empty());
    }

    @Override
    public void close() {}
  }
}

package dev.penstock.destination;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.job.Cursor;
import dev.penstock.job.Effort;
import dev.penstock.job.Extract;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.Naming;
import dev.penstock.job.SourceType;
import dev.penstock.job.Target;
import dev.penstock.job.WriteDisposition;
import dev.penstock.source.Consistency;
import dev.penstock.source.CursorType;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import dev.penstock.source.Window;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Makes loads of small tables, as an engine would. */
public final class Loads implements AutoCloseable {
  private static final Field ID =
      new Field(
          "Id",
          new FieldType(true, new ArrowType.Int(64, true), null, Map.of("source_type", "int8")),
          List.of());
  private static final Field NAME =
      new Field("fullName", FieldType.nullable(ArrowType.Utf8.INSTANCE), List.of());

  public static final Schema SCHEMA = new Schema(List.of(ID, NAME));
  public static final Schema NARROW_SCHEMA = new Schema(List.of(ID));

  /** A row of the table. */
  public record Row(long id, String name) {}

  private final BufferAllocator allocator = new RootAllocator();

  /** Of an incremental load where rows are appended, else of a full one. */
  public static Job job(String table, WriteDisposition disposition) {
    return job(
        table,
        disposition == WriteDisposition.APPEND ? LoadType.INCREMENTAL : LoadType.FULL,
        disposition);
  }

  public static Job job(String table, LoadType loadType, WriteDisposition disposition) {
    return new Job(
        "shop_orders",
        "sheet SourceConfig, row 7",
        "shop",
        SourceType.SQLITE,
        loadType,
        new Extract(
            Optional.empty(),
            table,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            loadType == LoadType.INCREMENTAL
                ? Optional.of(new Cursor("Id", Optional.empty()))
                : Optional.empty(),
            Map.of()),
        new Target(
            Optional.of("lake"),
            Optional.of("raw/shop"),
            disposition,
            Naming.SNAKE_CASE,
            List.of()),
        new Effort(1000, 1, 0, Duration.ofMinutes(1)),
        List.of(),
        "");
  }

  public static Schema columns(String... names) {
    return new Schema(
        Arrays.stream(names).map(name -> Field.nullable(name, ArrowType.Utf8.INSTANCE)).toList());
  }

  public static Watermark watermark(long id) {
    return new Watermark("Id", CursorType.INTEGER, Long.toString(id));
  }

  public static List<Row> rows(long... ids) {
    return Arrays.stream(ids).mapToObj(id -> new Row(id, "name " + id)).toList();
  }

  /** Loads rows as one split, from acquiring the job to letting it go. */
  public CommitRecord load(Destination destination, Job job, Instant at, long... ids) {
    try (Session session = destination.acquire(job)) {
      return load(session, job, at, ids);
    }
  }

  public CommitRecord load(Session session, Job job, Instant at, long... ids) {
    try (Load load = session.begin(loadPackage(job, at), SCHEMA)) {
      SplitResult split = write(load, 0, ids);
      return load.commit(delivery(job, ids.length == 0 ? 0 : ids[ids.length - 1], split));
    }
  }

  public LoadPackage loadPackage(Job job, Instant at) {
    String loadId = new LoadIds(Clock.fixed(at, ZoneOffset.UTC)).next();
    return new LoadPackage(loadId, "run-1", job, at, at);
  }

  /** A plan of a full load, as an engine would make it. */
  public static LoadPlan plan(LoadPackage loadPackage, long base, int splits) {
    Survey survey = delivery(loadPackage.job(), 6).survey();
    return new LoadPlan(
        loadPackage.loadId(),
        loadPackage.runId(),
        loadPackage.runStartedAt(),
        base,
        Map.of("query", "1"),
        survey,
        splits,
        "page 7");
  }

  /** The package of a run that goes on with a load. */
  public static LoadPackage adopting(LoadPlan plan, Job job) {
    return new LoadPackage(
        plan.loadId(), "run-2", job, plan.runStartedAt(), plan.runStartedAt().plusSeconds(60));
  }

  public SplitResult write(Load load, int split, long... ids) {
    try (BatchWriter writer = load.writer(split);
        VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator)) {
      // One batch a row, so that files can be rotated between them.
      for (long id : ids) {
        fill(batch, id);
        writer.write(batch);
      }
      return new SplitResult(split, ids.length, writer.finish());
    }
  }

  /** The ids in the published files. */
  public List<Long> keys(Ledger ledger) {
    List<Long> ids = new ArrayList<>();
    for (DataFile file : ledger.live()) {
      try (DeliveredFile reader = ledger.open(file, NARROW_SCHEMA);
          VectorSchemaRoot batch = VectorSchemaRoot.create(NARROW_SCHEMA, allocator)) {
        while (reader.read(batch) > 0) {
          for (int row = 0; row < batch.getRowCount(); row++) {
            ids.add(((BigIntVector) batch.getVector(0)).get(row));
          }
        }
      }
    }
    return ids;
  }

  public static Delivery delivery(Job job, long upTo, SplitResult... splits) {
    Window window =
        job.loadType() == LoadType.FULL
            ? Window.ALL
            : new Window(Optional.empty(), Optional.of(watermark(upTo)));
    Survey survey =
        new Survey(
            window, false, OptionalLong.empty(), 0, Consistency.SNAPSHOT, List.of("a warning"));
    return new Delivery(survey, List.of(splits), 1);
  }

  @Override
  public void close() {
    allocator.close();
  }

  private static void fill(VectorSchemaRoot batch, long id) {
    batch.allocateNew();
    ((BigIntVector) batch.getVector(0)).setSafe(0, id);
    ((VarCharVector) batch.getVector(1)).setSafe(0, ("name " + id).getBytes(UTF_8));
    batch.setRowCount(1);
  }
}

package dev.penstock.engine;

import dev.penstock.destination.BatchWriter;
import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.DataFile;
import dev.penstock.destination.DeliveredFile;
import dev.penstock.destination.DeliveredFile.Content;
import dev.penstock.destination.Delivery;
import dev.penstock.destination.Ledger;
import dev.penstock.destination.Load;
import dev.penstock.destination.LoadPlan;
import dev.penstock.destination.SplitResult;
import dev.penstock.engine.deletes.KeyComparison;
import dev.penstock.engine.deletes.KeyDifferences;
import dev.penstock.engine.digest.Digest;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Deletes;
import dev.penstock.job.Job;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Keyed;
import dev.penstock.source.Keys;
import dev.penstock.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** For one attempt: the rows that the lake has and the source has no more. */
final class DeletedRows implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeletedRows.class);

  private static final int CHUNK_KEYS = 100_000;

  /** So few may always be gone: a small table changes much from day to day. */
  private static final int FEW = 100;

  private final Job job;
  private final Ledger ledger;
  private final Source source;
  private final StopSignal stop;
  private final BufferAllocator allocator;
  private Optional<KeyComparison> comparison = Optional.empty();
  private Optional<KeyDifferences> differences = Optional.empty();
  private List<DataFile> files = List.of();

  DeletedRows(EngineRooms rooms, Job job, Opening opening, StopSignal stop) {
    this.job = job;
    this.ledger = opening.session();
    this.source = opening.source();
    this.stop = stop;
    this.allocator = rooms.allocator().newChildAllocator(job.id() + "-keys", 0, Long.MAX_VALUE);
  }

  /** The keys that a job's comparison would read. */
  static Keys keys(Job job, Source source) {
    if (source instanceof Keyed keyed) {
      return keyed.keys(job.target().primaryKey());
    }
    throw new IngestException(
        ErrorCode.CONFIG,
        "%s, column detect_deletes: this kind of source cannot list its keys.\nEmpty the cell."
            .formatted(job.place()));
  }

  /** Compares all keys, where the job wants it and the lake has any. */
  void compare() {
    if (job.target().deletes().isEmpty()) {
      return;
    }
    files = ledger.live();
    if (files.isEmpty()) {
      return;
    }
    Keys keys = keys(job, source);
    KeyComparison begun = new KeyComparison(names(keys.schema()), CHUNK_KEYS);
    comparison = Optional.of(begun);
    long there;
    try (BatchReader reader = keys.open()) {
      there = move(reader, begun.atSource(), keys.schema());
    }
    long here = 0;
    for (DataFile file : files) {
      try (DeliveredFile reader = ledger.open(file, keys.schema())) {
        here += move(reader, begun.inLake(reader), keys.schema());
      }
    }
    KeyDifferences found = begun.compare();
    LOG.info(
        "keys compared: {} at the source, {} in {} files; of {} that stand here, {} are gone",
        there,
        here,
        files.size(),
        found.standing(),
        found.gone());
    requireBelievable(job.target().deletes().get(), found);
    differences = Optional.of(found);
  }

  private static List<String> names(Schema schema) {
    return schema.getFields().stream().map(Field::getName).toList();
  }

  private long move(BatchReader reader, BatchWriter writer, Schema schema) {
    return new Pump(stop, (rows, bytes) -> {}).run(reader, writer, schema, allocator);
  }

  private void requireBelievable(Deletes limit, KeyDifferences found) {
    if (found.tooMany()
        || (found.gone() > FEW
            && found.gone() > Math.multiplyExact(found.standing(), limit.mostPercent()) / 100)) {
      throw new IngestException(
          ErrorCode.SOURCE_REFUSED,
          ("%s, column detect_deletes: %,d of the %,d rows that the lake has of %s are not at the"
                  + " source, more than %d%%. Nothing was committed.\n"
                  + "See whether the job's user still sees every row and whether query_filter"
                  + " changed. Where so many rows are gone indeed, write a higher percentage or all"
                  + " for one run, or load the table anew with run --full-refresh --job %s.")
              .formatted(
                  job.place(),
                  found.gone(),
                  found.standing(),
                  job.extract().qualifiedName(),
                  limit.mostPercent(),
                  job.id()));
    }
  }

  boolean any() {
    return differences.filter(found -> found.gone() > 0).isPresent();
  }

  boolean isGone(Digest key) {
    return differences.filter(found -> found.isGone(key)).isPresent();
  }

  /** The same load, watched for keys that are back. */
  Load over(Load load) {
    return differences
        .filter(KeyDifferences::anyReturned)
        .<Load>map(found -> new Watched(load, found))
        .orElse(load);
  }

  /** Writes a row for each that is gone, and says so. */
  Delivery added(Load load, Delivery delivery) {
    if (differences.isEmpty()) {
      return delivery;
    }
    List<String> warnings = new ArrayList<>(delivery.survey().warnings());
    warnings.addAll(warnings());
    if (!any()) {
      return delivery.with(delivery.survey().warning(warnings));
    }
    int index = delivery.splits().stream().mapToInt(SplitResult::split).max().orElse(-1) + 1;
    SplitResult written = write(load, index);
    warnings.add(
        "%,d %s gone at the source; as many rows with _deleted = true were added"
            .formatted(written.rows(), written.rows() == 1 ? "row is" : "rows are"));
    return delivery.with(delivery.survey().warning(warnings)).with(written);
  }

  private SplitResult write(Load load, int index) {
    Schema keys = keys(job, source).schema();
    KeyDifferences found = differences.orElseThrow();
    try (BatchWriter out = found.tombstones(load.tombstones(index), source.schema(), allocator)) {
      for (DataFile file : files) {
        try (DeliveredFile reader = ledger.open(file, keys)) {
          if (reader.content() == Content.ROWS) {
            move(reader, out, keys);
          }
        }
      }
      return new SplitResult(index, found.gone(), out.finish());
    }
  }

  /** What there is to say besides of keys that were said to be gone. */
  List<String> warnings() {
    long missing = differences.map(KeyDifferences::missing).orElse(0L);
    if (missing == 0) {
      return List.of();
    }
    return List.of(
        ("%,d %s at the source again under a key whose row was said to be gone, but at or below the"
                + " watermark, where no load reads %s; give such rows a new %s, widen lookback, or run"
                + " --full-refresh --job %s")
            .formatted(
                missing,
                missing == 1 ? "row is" : "rows are",
                missing == 1 ? "it" : "them",
                job.extract().cursor().map(cursor -> cursor.column()).orElse("cursor"),
                job.id()));
  }

  @Override
  public void close() {
    try (allocator) {
      comparison.ifPresent(KeyComparison::close);
    }
  }

  /** A load whose batches are looked at on their way. */
  private record Watched(Load load, KeyDifferences found) implements Load {
    @Override
    public BatchWriter writer(int split) {
      return found.watching(load.writer(split));
    }

    @Override
    public BatchWriter tombstones(int split) {
      return load.tombstones(split);
    }

    @Override
    public void keep(LoadPlan plan) {
      load.keep(plan);
    }

    @Override
    public void keep(SplitResult result) {
      load.keep(result);
    }

    @Override
    public CommitRecord commit(Delivery delivery) {
      return load.commit(delivery);
    }

    @Override
    public void close() {
      load.close();
    }
  }
}

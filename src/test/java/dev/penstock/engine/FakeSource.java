package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Burden;
import dev.penstock.source.Catalogued;
import dev.penstock.source.Catalogued.Facts;
import dev.penstock.source.Connector;
import dev.penstock.source.Consistency;
import dev.penstock.source.CursorType;
import dev.penstock.source.Earlier;
import dev.penstock.source.Resumable;
import dev.penstock.source.Resumed;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import dev.penstock.source.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Numbers from 1 on, in as many splits as asked for, with a hook before each batch. */
final class FakeSource implements Connector {
  static final Schema SCHEMA =
      new Schema(List.of(Field.nullable("n", new ArrowType.Int(64, true))));

  private final int splits;
  private final int rowsPerSplit;
  final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  final AtomicInteger resumes = new AtomicInteger();
  volatile Optional<String> obstacle = Optional.empty();
  volatile Schema schema = SCHEMA;
  volatile OptionalLong counted = OptionalLong.empty();
  volatile List<String> tables = List.of();
  volatile Burden burden = Burden.NONE;
  volatile Facts facts = Facts.NONE;
  volatile Runnable beforeListing = () -> {};
  volatile Runnable beforeSurvey = () -> {};
  volatile Runnable stopSurvey = () -> {};
  volatile boolean empty;
  volatile BeforeBatch beforeBatch = (split, batch) -> {};

  interface BeforeBatch {
    void run(int split, int batch);
  }

  FakeSource(int splits, int rowsPerSplit) {
    this.splits = splits;
    this.rowsPerSplit = rowsPerSplit;
  }

  @Override
  public Source open(Job job) {
    opened.incrementAndGet();
    return new Numbers(job);
  }

  @Override
  public List<String> tables(Job job) {
    beforeListing.run();
    return tables;
  }

  @Override
  public void close() {}

  private final class Numbers implements Source, Resumable, Catalogued {
    private final Job job;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    Numbers(Job job) {
      this.job = job;
    }

    @Override
    public Schema schema() {
      return schema;
    }

    @Override
    public Survey survey(Optional<Watermark> committed) {
      beforeSurvey.run();
      if (isClosed.get()) {
        throw new IngestException(ErrorCode.INTERRUPTED, "the survey was stopped");
      }
      String greatest = String.valueOf(splits * rowsPerSplit);
      Optional<Watermark> upTo =
          job.extract().cursor().map(c -> new Watermark(c.column(), CursorType.INTEGER, greatest));
      boolean nothingNew = empty || (committed.isPresent() && committed.equals(upTo));
      if (empty) {
        upTo = Optional.empty();
      }
      return new Survey(
          new Window(committed, upTo), nothingNew, counted, 0, Consistency.SNAPSHOT, List.of());
    }

    @Override
    public Burden burden() {
      return burden;
    }

    @Override
    public List<Split> splits(Survey survey) {
      List<Split> list = new ArrayList<>();
      for (int i = 0; i < splits; i++) {
        list.add(
            new Split(i, "numbers", List.of(String.valueOf(i * rowsPerSplit)), Optional.empty()));
      }
      return list;
    }

    @Override
    public Facts facts() {
      return facts;
    }

    @Override
    public Optional<String> bookmark() {
      return Optional.of("page 7");
    }

    @Override
    public Resumed resume(Earlier earlier) {
      resumes.incrementAndGet();
      if (obstacle.isPresent()) {
        return new Resumed.Impossible(obstacle.get());
      }
      assertThat(earlier.bookmark()).isEqualTo("page 7");
      return new Resumed.Possible(
          earlier.survey(),
          splits(earlier.survey()).stream()
              .filter(split -> !earlier.read().containsKey(split.index()))
              .toList());
    }

    @Override
    public BatchReader open(Split split) {
      return new Reader(split);
    }

    @Override
    public void close() {
      if (isClosed.compareAndSet(false, true)) {
        closed.incrementAndGet();
        stopSurvey.run();
      }
    }
  }

  private final class Reader implements BatchReader {
    private static final int BATCH = 10;
    private final Split split;
    private int given;
    private int batches;

    Reader(Split split) {
      this.split = split;
    }

    @Override
    public int read(VectorSchemaRoot batch) {
      beforeBatch.run(split.index(), batches++);
      int rows = Math.min(BATCH, rowsPerSplit - given);
      BigIntVector numbers = (BigIntVector) batch.getVector(0);
      numbers.allocateNew(BATCH);
      for (int i = 0; i < rows; i++) {
        numbers.set(i, Long.parseLong(split.parameters().get(0)) + given + i + 1);
      }
      batch.setRowCount(rows);
      given += rows;
      return rows;
    }

    @Override
    public void close() {}
  }
}

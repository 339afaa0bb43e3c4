package dev.penstock.testing.pause;

import dev.penstock.job.Job;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Burden;
import dev.penstock.source.Connector;
import dev.penstock.source.Earlier;
import dev.penstock.source.Keyed;
import dev.penstock.source.Keys;
import dev.penstock.source.Known;
import dev.penstock.source.Resumable;
import dev.penstock.source.Resumed;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.source.Watermark;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Passes a gate before and after each step of reading. */
public final class PausingConnector implements Connector {
  private final Connector connector;
  private final Gate gate;

  public PausingConnector(Connector connector, Gate gate) {
    this.connector = connector;
    this.gate = gate;
  }

  @Override
  public Source open(Job job) {
    return new PausingSource(call("connect", () -> connector.open(job)));
  }

  @Override
  public List<String> tables(Job job) {
    return connector.tables(job);
  }

  @Override
  public void close() {
    connector.close();
  }

  private <T> T call(String call, Supplier<T> work) {
    gate.pass(Moment.BEFORE, call, "");
    T answer = work.get();
    gate.pass(Moment.AFTER, call, "");
    return answer;
  }

  /** All that a source of a database does. */
  private final class PausingSource implements Source, Resumable, Keyed {
    private final Source source;

    PausingSource(Source source) {
      this.source = source;
    }

    @Override
    public Schema schema() {
      return source.schema();
    }

    @Override
    public Survey survey(Optional<Watermark> committed) {
      return call("survey", () -> source.survey(committed));
    }

    @Override
    public Survey survey(Optional<Watermark> committed, Optional<Known> known) {
      return call("survey", () -> source.survey(committed, known));
    }

    @Override
    public Optional<String> bookmark() {
      return ((Resumable) source).bookmark();
    }

    @Override
    public Resumed resume(Earlier earlier) {
      return call("survey", () -> ((Resumable) source).resume(earlier));
    }

    @Override
    public Keys keys(List<String> columns) {
      return ((Keyed) source).keys(columns);
    }

    @Override
    public Burden burden() {
      return source.burden();
    }

    @Override
    public List<Split> splits(Survey survey) {
      return call("split", () -> source.splits(survey));
    }

    @Override
    public BatchReader open(Split split) {
      return new PausingReader(call("read", () -> source.open(split)));
    }

    @Override
    public void close() {
      source.close();
    }
  }

  private final class PausingReader implements BatchReader {
    private final BatchReader reader;
    private int batches;

    PausingReader(BatchReader reader) {
      this.reader = reader;
    }

    @Override
    public int read(VectorSchemaRoot batch) {
      int rows = reader.read(batch);
      batches++;
      gate.pass(Moment.AFTER, "batch", rows == 0 ? "end" : "" + batches);
      return rows;
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}

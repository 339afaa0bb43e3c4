package dev.penstock.engine;

import dev.penstock.destination.CommitRecord;
import dev.penstock.job.Cursor;
import dev.penstock.job.Job;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Paged;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.source.Typed;
import dev.penstock.source.TypedColumn;
import dev.penstock.source.Watermark;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampNanoTZVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Shows the first rows that a run would read; writes nothing anywhere. */
public final class Previewer {
  private static final long DAY_MICROS = 86_400_000_000L;

  private final EngineRooms rooms;

  public Previewer(EngineRooms rooms) {
    this.rooms = rooms;
  }

  /**
   * Reads the first rows past the watermark of the last commit.
   *
   * @param most how many rows
   * @throws dev.penstock.failure.IngestException when the source refuses
   */
  public Preview of(Job job, int most) {
    Job small = job.withBatchRows(most);
    Optional<String> cursor = job.extract().cursor().map(Cursor::column);
    // That of a column that was named before means nothing to the job as it is now.
    Optional<Watermark> committed =
        rooms
            .destination()
            .ledger(job)
            .last()
            .flatMap(CommitRecord::watermark)
            .filter(mark -> cursor.filter(mark.column()::equalsIgnoreCase).isPresent());
    try (Source source = rooms.connectors().open(small)) {
      Survey survey =
          source instanceof Paged paged ? paged.firstPage(committed) : source.survey(committed);
      List<Split> splits = source.splits(survey);
      Optional<String> next = source instanceof Paged paged ? paged.secondPage() : Optional.empty();
      List<List<Optional<String>>> values = new ArrayList<>();
      source.schema().getFields().forEach(field -> values.add(new ArrayList<>()));
      int rows = splits.isEmpty() ? 0 : read(source, splits.get(0), most, values);
      return new Preview(
          splits.stream().limit(1).map(Previewer::request).toList(),
          next,
          columns(source, values),
          rows,
          survey.warnings());
    }
  }

  private static String request(Split split) {
    return split.query() + (split.parameters().isEmpty() ? "" : "  " + split.parameters());
  }

  private static List<Preview.Column> columns(Source source, List<List<Optional<String>>> values) {
    List<TypedColumn> types = source instanceof Typed typed ? typed.types() : List.of();
    List<Preview.Column> columns = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      columns.add(new Preview.Column(types.get(i), values.get(i)));
    }
    return columns;
  }

  private int read(Source source, Split split, int most, List<List<Optional<String>>> values) {
    int rows = 0;
    try (BufferAllocator allocator =
            rooms.allocator().newChildAllocator("preview", 0, Long.MAX_VALUE);
        VectorSchemaRoot batch = VectorSchemaRoot.create(source.schema(), allocator);
        BatchReader reader = source.open(split)) {
      int read = reader.read(batch);
      while (read > 0 && rows < most) {
        int wanted = Math.min(read, most - rows);
        for (int column = 0; column < values.size(); column++) {
          add(batch.getVector(column), wanted, values.get(column));
        }
        rows += wanted;
        read = rows < most ? reader.read(batch) : 0;
      }
    }
    return rows;
  }

  private static void add(FieldVector vector, int rows, List<Optional<String>> values) {
    for (int row = 0; row < rows; row++) {
      values.add(vector.isNull(row) ? Optional.empty() : Optional.of(text(vector, row)));
    }
  }

  /** As people write it; vectors themselves give days and moments as numbers. */
  private static String text(FieldVector vector, int row) {
    if (vector instanceof DateDayVector date) {
      return LocalDate.ofEpochDay(date.get(row)).toString();
    }
    if (vector instanceof TimeStampMicroTZVector moment) {
      return Instant.EPOCH.plus(moment.get(row), ChronoUnit.MICROS).toString();
    }
    if (vector instanceof TimeStampNanoTZVector moment) {
      return Instant.EPOCH.plusNanos(moment.get(row)).toString();
    }
    if (vector instanceof TimeMicroVector time && time.get(row) < DAY_MICROS) {
      return LocalTime.ofNanoOfDay(time.get(row) * 1_000L).toString();
    }
    Object value = vector.getObject(row);
    return value instanceof byte[] bytes ? bytes.length + " bytes" : value.toString();
  }
}

package dev.penstock.source.jdbc;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Split;
import dev.penstock.source.column.UnfitValueException;
import dev.penstock.source.jdbc.Lanes.Lane;
import dev.penstock.source.jdbc.column.FetchSize;
import dev.penstock.source.jdbc.column.Rows;
import dev.penstock.source.jdbc.dialect.PlannedColumn;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Reads the rows of one statement into batches that are bounded by rows and by bytes. */
final class JdbcBatchReader implements BatchReader {
  private static final long BATCH_BYTES = 8_000_000;

  private final Database database;
  private final Lane lane;
  private final Selection selection;
  private final int batchRows;
  private final PreparedStatement statement;
  private final Meter meter;
  private final Turn turn = new Turn();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** From the first read on: the query may take long, and only a read can be stopped. */
  private Rows rows;

  private long sentAt;
  private boolean atEnd;
  private long rowsBefore;

  private JdbcBatchReader(
      Database database,
      Lane lane,
      Selection selection,
      PreparedStatement statement,
      int batchRows,
      Meter meter) {
    this.meter = meter;
    this.database = database;
    this.lane = lane;
    this.selection = selection;
    this.batchRows = database.pool().throttle().atOnce(batchRows);
    this.statement = statement;
  }

  static JdbcBatchReader open(
      Database database, Lane lane, Selection selection, Split split, int batchRows, Meter meter)
      throws SQLException {
    PreparedStatement statement = lane.connection().prepareStatement(split.query());
    try {
      // The driver buffers the whole result unless a fetch size is set and auto-commit is off.
      statement.setFetchSize(Math.min(FetchSize.FIRST, batchRows));
      for (int i = 0; i < split.parameters().size(); i++) {
        statement.setString(i + 1, split.parameters().get(i));
      }
      return new JdbcBatchReader(database, lane, selection, statement, batchRows, meter);
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  @Override
  public int read(VectorSchemaRoot batch) {
    awaitTime();
    turn.take();
    try {
      requireOpen();
      if (rows == null) {
        rows = execute();
      }
      int filled = atEnd ? 0 : fill(new BatchVectors(batch, rows, batchRows));
      batch.setRowCount(filled);
      rowsBefore += filled;
      database.pool().throttle().spend(filled);
      return filled;
    } catch (SQLException e) {
      requireOpen();
      throw database.failed("reading " + selection.display() + large(e), e);
    } catch (OutOfMemoryError e) {
      requireOpen();
      throw database.failed("reading " + selection.display() + large(e), new SQLException(e));
    } finally {
      turn.give();
    }
  }

  private void awaitTime() {
    try {
      database.pool().throttle().await(closed::get);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw database.stopped("reading " + selection.display());
    }
  }

  /** Where to look for what did not fit into memory: the driver does not say which value it was. */
  private String large(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        return ", after row %d (large values may be in: %s)".formatted(rowsBefore, largeColumns());
      }
    }
    return "";
  }

  private String largeColumns() {
    List<String> names = new ArrayList<>();
    for (PlannedColumn column : selection.columns()) {
      switch (column.type().kind()) {
        case TEXT, JSON, BINARY, LIST, STRUCT -> names.add(column.name());
        default -> {}
      }
    }
    return names.isEmpty() ? "no column" : String.join(", ", names);
  }

  private Rows execute() throws SQLException {
    sentAt = System.nanoTime();
    meter.asked(sentAt);
    // Without the pool's proxy, which would cost a call for each value.
    ResultSet result =
        database.dialect().access().query(statement, database.session()).unwrap(ResultSet.class);
    return database.dialect().types().rows(result, selection.columns(), this::cancel);
  }

  private int fill(BatchVectors vectors) throws SQLException {
    int filled = 0;
    long bytes = 0;
    while (filled < batchRows && bytes < BATCH_BYTES) {
      if (!rows.next()) {
        atEnd = true;
        break;
      }
      if (filled == vectors.capacity()) {
        vectors.grow();
      }
      bytes += readRow(filled);
      filled++;
    }
    meter.read(filled, bytes);
    return filled;
  }

  private int readRow(int row) throws SQLException {
    int bytes = 0;
    int column = 0;
    int width = selection.columns().size();
    try {
      for (; column < width; column++) {
        bytes += rows.read(column, row);
      }
      return bytes;
    } catch (UnfitValueException e) {
      throw unfit(selection.columns().get(column), row, e);
    }
  }

  private IngestException unfit(PlannedColumn column, int row, UnfitValueException e) {
    String mend =
        e.mend().isEmpty()
            ? "Leave such rows out with query_filter or the column with the cell columns, or shorten it with query."
            : "Set column_types to %s=%s, or leave such rows out with query_filter."
                .formatted(column.name(), e.mend());
    return new IngestException(
        ErrorCode.VALUE,
        "%s: %s, column %s (%s), row %d as read: the value '%s' %s, so %s cannot hold it.\n%s"
            .formatted(
                database.where(),
                selection.display(),
                column.name(),
                column.sourceType(),
                rowsBefore + row + 1,
                e.clipped(),
                e.getMessage(),
                column.type().word(),
                mend),
        e);
  }

  private void requireOpen() {
    if (closed.get()) {
      throw database.stopped("reading " + selection.display());
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      stopAndRelease();
    }
  }

  private void cancel() throws SQLException {
    database.dialect().access().cancel(lane.connection());
  }

  /** Another thread may be waiting for the server inside {@link #read}: it is called back first. */
  private void stopAndRelease() {
    turn.takeCallingBack(this::cancel);
    try (PreparedStatement ending = statement) {
      if (rows != null) {
        rows.close();
      }
    } catch (SQLException e) {
      // All rows are read or the read has failed already; the pool drops a broken connection.
      return;
    } finally {
      if (sentAt != 0) {
        meter.took(System.nanoTime() - sentAt);
      }
      lane.giveBack();
      turn.give();
    }
  }
}

package dev.penstock.source.jdbc.column;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/** Rows read from the driver as they are asked for, each column by its own reader. */
public final class DirectRows implements Rows {
  /** Between two adjustments of the fetch size; a power of two, less one. */
  private static final int ADJUST_MASK = 63;

  private final ResultSet result;
  private final ColumnReader[] columns;
  private final FetchSize fetchSize;
  private long count;
  private int rowBytes;

  public DirectRows(ResultSet result, List<ColumnReader> columns) {
    this.result = result;
    this.columns = columns.toArray(ColumnReader[]::new);
    this.fetchSize = new FetchSize(this.columns.length);
  }

  @Override
  public void attach(List<FieldVector> vectors) {
    for (int i = 0; i < columns.length; i++) {
      columns[i].attach(vectors.get(i));
    }
  }

  @Override
  public boolean next() throws SQLException {
    if (count > 0) {
      fetchSize.saw(rowBytes);
      rowBytes = 0;
    }
    if ((count++ & ADJUST_MASK) == 1) {
      result.setFetchSize(fetchSize.next());
    }
    return result.next();
  }

  @Override
  public int read(int column, int row) throws SQLException {
    int bytes = columns[column].read(result, row);
    rowBytes += bytes;
    return bytes;
  }

  @Override
  public void close() throws SQLException {
    result.close();
  }
}

package dev.penstock.source.jdbc.column;

import java.sql.SQLException;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows that the server sends whether they are taken or not: who stops before the end calls the
 * statement back, for the driver would otherwise read all that is left to throw it away.
 */
public final class CalledBack implements Rows {
  private static final Logger LOG = LoggerFactory.getLogger(CalledBack.class);

  private final Rows rows;
  private final Cancel cancel;
  private boolean underWay = true;

  public CalledBack(Rows rows, Cancel cancel) {
    this.rows = rows;
    this.cancel = cancel;
  }

  @Override
  public void attach(List<FieldVector> vectors) {
    rows.attach(vectors);
  }

  /** What fails has ended too. */
  @Override
  public boolean next() throws SQLException {
    boolean before = underWay;
    underWay = false;
    underWay = rows.next() && before;
    return underWay;
  }

  @Override
  public int read(int column, int row) throws SQLException {
    return rows.read(column, row);
  }

  @Override
  public void close() throws SQLException {
    if (underWay) {
      callBack();
    }
    rows.close();
  }

  private void callBack() {
    try {
      cancel.now();
    } catch (SQLException e) {
      LOG.info("cannot cancel the query, so that its rows are read to the end: {}", e.getMessage());
    }
  }
}

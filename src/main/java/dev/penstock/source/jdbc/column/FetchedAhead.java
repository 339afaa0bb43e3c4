package dev.penstock.source.jdbc.column;

import static java.util.Objects.requireNonNull;

import dev.penstock.source.column.ValueWriter;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import org.apache.arrow.vector.FieldVector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows whose values the driver gives as text, or as numbers made of text. A thread of its own takes
 * them from the driver, so that the server makes the next rows while the last ones are still being
 * decoded; on one connection the two would else wait for each other by turns. How far it may be
 * ahead is bounded in bytes.
 */
public final class FetchedAhead implements Rows {
  private static final Logger LOG = LoggerFactory.getLogger(FetchedAhead.class);

  /** How much may wait to be decoded: two fetches from a server that is near. */
  private static final int BUDGET_KILOBYTES = 4_000;

  /** What an array of bytes and the reference to it take beside the bytes. */
  private static final int OVERHEAD_PER_VALUE = 24;

  private static final int BLOCK_KILOBYTES = 400;
  private static final int BLOCK_VALUES = 16_384;
  private static final int MOST_BLOCKS = 64;

  /** A thread that waits for room, and not for the server, ends at once and needs no cancel. */
  private static final long GRACE_MILLIS = 50;

  private static final long CANCEL_MILLIS = 500;

  /** Stands for a value that is among the numbers. */
  private static final byte[] NUMBER = new byte[Long.BYTES];

  private final ResultSet result;
  private final ValueWriter[] writers;
  private final Form[] forms;
  private final boolean wholeNumbers;
  private final Cancel cancel;
  private final Thread fetcher;
  private final BlockingQueue<Block> blocks = new ArrayBlockingQueue<>(MOST_BLOCKS);
  private final Semaphore budget = new Semaphore(BUDGET_KILOBYTES);
  private volatile boolean closing;

  /** What ended the fetching early; set before the last block is put. */
  private volatile Throwable failure;

  private Block block = Block.NONE;
  private int row = -1;

  /** Some rows, one value after another; or the end, with no rows. */
  private static final class Block {
    private static final Block NONE = new Block(new byte[0][], new long[0], 0, 0);

    private final byte[][] values;
    private final long[] numbers;
    private final int rows;
    private final int kilobytes;

    Block(byte[][] values, long[] numbers, int rows, int kilobytes) {
      this.values = values;
      this.numbers = numbers;
      this.rows = rows;
      this.kilobytes = kilobytes;
    }
  }

  /** What the driver is asked for. */
  public enum Form {
    /** What the server sent, as it is: text in UTF-8, or bytes that are no text. */
    BYTES,
    /** For a type of which the driver gives no bytes, though the server sent text. */
    TEXT,
    /** A whole number of at most eight bytes. */
    WHOLE
  }

  /**
   * A column of the result.
   *
   * @param writer of its values
   */
  public record Column(ValueWriter writer, Form form) {
    public Column {
      requireNonNull(writer, "writer");
      requireNonNull(form, "form");
    }
  }

  /** Begins to fetch. */
  public FetchedAhead(ResultSet result, List<Column> columns, Cancel cancel) {
    this.result = result;
    this.writers = columns.stream().map(Column::writer).toArray(ValueWriter[]::new);
    this.forms = columns.stream().map(Column::form).toArray(Form[]::new);
    this.wholeNumbers = Arrays.asList(forms).contains(Form.WHOLE);
    this.cancel = cancel;
    this.fetcher = new Thread(this::fetch, Thread.currentThread().getName() + "-fetch");
    fetcher.setDaemon(true);
    fetcher.start();
  }

  private void fetch() {
    try {
      FetchSize fetchSize = new FetchSize(writers.length);
      Block next = take(fetchSize, result.next());
      while (next.rows > 0 && !closing) {
        put(next);
        boolean few = fetchSize.current() == FetchSize.FIRST;
        result.setFetchSize(fetchSize.next());
        long asked = System.nanoTime();
        boolean more = result.next();
        if (few) {
          fetchSize.tookForFew(System.nanoTime() - asked);
        }
        next = take(fetchSize, more);
      }
      put(next);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) { // Errors too: the other thread would wait for ever for one that died.
      failure = e;
      blocks.clear();
      blocks.add(Block.NONE);
    }
  }

  private Block take(FetchSize fetchSize, boolean first) throws SQLException {
    int columns = writers.length;
    int mostRows = Math.max(1, Math.min(fetchSize.current(), BLOCK_VALUES / Math.max(1, columns)));
    byte[][] values = new byte[mostRows * columns][];
    long[] numbers = new long[wholeNumbers ? values.length : 0];
    int rows = 0;
    long bytes = 0;
    boolean more = first;
    while (more) {
      int rowBytes = 0;
      int at = rows * columns;
      for (int i = 0; i < columns; i++) {
        byte[] value = forms[i] == Form.WHOLE ? whole(i + 1, numbers, at + i) : bytes(i);
        values[at + i] = value;
        rowBytes += value == null ? 0 : value.length;
      }
      fetchSize.saw(rowBytes);
      bytes += rowBytes + (long) columns * OVERHEAD_PER_VALUE;
      rows++;
      more = rows < mostRows && bytes < BLOCK_KILOBYTES * 1000L && result.next();
    }
    return new Block(values, numbers, rows, (int) Math.min(BUDGET_KILOBYTES, bytes / 1000 + 1));
  }

  private byte[] bytes(int column) throws SQLException {
    if (forms[column] == Form.BYTES) {
      return result.getBytes(column + 1);
    }
    String text = result.getString(column + 1);
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] whole(int index, long[] numbers, int at) throws SQLException {
    numbers[at] = result.getLong(index);
    return result.wasNull() ? null : NUMBER;
  }

  private void put(Block next) throws InterruptedException {
    budget.acquire(next.kilobytes);
    blocks.put(next);
  }

  @Override
  public void attach(List<FieldVector> vectors) {
    for (int i = 0; i < writers.length; i++) {
      writers[i].attach(vectors.get(i));
    }
  }

  @Override
  public boolean next() throws SQLException {
    row++;
    if (row < block.rows) {
      return true;
    }
    budget.release(block.kilobytes);
    block = await();
    row = 0;
    return block.rows > 0;
  }

  private Block await() throws SQLException {
    try {
      Block next = blocks.take();
      if (failure != null) {
        // For whoever asks again.
        blocks.add(Block.NONE);
        throw asSqlException(failure);
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while rows were fetched", e);
    }
  }

  private static SQLException asSqlException(Throwable failure) {
    if (failure instanceof SQLException known) {
      return known;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  @Override
  public int read(int column, int at) {
    int cell = row * writers.length + column;
    byte[] value = block.values[cell];
    if (value == NUMBER) {
      return writers[column].write(block.numbers[cell], at);
    }
    return value == null ? 1 : writers[column].write(value, at);
  }

  /** The statement may be waiting for the server: it is called back until its thread has ended. */
  @Override
  public void close() throws SQLException {
    closing = true;
    boolean interrupted = false;
    while (fetcher.isAlive()) {
      fetcher.interrupt();
      try {
        fetcher.join(GRACE_MILLIS);
        if (fetcher.isAlive()) {
          callBack();
          fetcher.join(CANCEL_MILLIS);
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    result.close();
  }

  private void callBack() {
    try {
      cancel.now();
    } catch (SQLException e) {
      LOG.info("cannot cancel the query: {}", e.getMessage());
    }
  }
}

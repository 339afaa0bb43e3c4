package dev.penstock.parquet;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Writes batches as one Parquet file, a column at a time and straight from the memory of the
 * vectors. Holds at most about one row group of encoded pages. Used by one thread.
 */
public final class ParquetBatchWriter implements AutoCloseable {
  private static final long MOST_ROWS_IN_GROUP = 1 << 21;

  private final Schema schema;
  private final ParquetOptions options;
  private final Map<String, String> footer;
  private final Workshop workshop;
  private final List<FieldChunk> columns = new ArrayList<>();
  private final List<Chunk> chunks = new ArrayList<>();
  private final FooterStream stream;
  private final ParquetFileWriter file;
  private long rows;
  private long groupRows;
  private int groups;
  private boolean finished;

  /**
   * Begins a file.
   *
   * @param schema the names in the file; by position the vectors of every batch
   * @param constants columns to append after those of the schema
   * @param footer keys and values to keep with the file
   * @param sink takes the bytes; the caller completes or abandons what it stands for
   * @throws IngestException VALUE when a type has no Parquet form or a name is there twice
   */
  public ParquetBatchWriter(
      Schema schema,
      List<ConstantColumn> constants,
      ParquetOptions options,
      Map<String, String> footer,
      ByteSink sink) {
    MessageType type = typeOf(schema, constants);
    this.schema = schema;
    this.options = options;
    this.footer = Map.copyOf(footer);
    this.stream = new FooterStream(sink);
    this.file = start(type);
    List<ColumnDescriptor> leaves = type.getColumns();
    this.workshop = Workshop.of(options, leaves.size());
    Iterator<ColumnDescriptor> descriptors = leaves.iterator();
    for (Field field : schema.getFields()) {
      columns.add(FieldChunk.of(field, descriptors, workshop));
    }
    chunks.addAll(columns);
    for (ConstantColumn constant : constants) {
      chunks.add(constant.chunk(descriptors.next(), workshop));
    }
  }

  private static MessageType typeOf(Schema schema, List<ConstantColumn> constants) {
    List<Type> types = new ArrayList<>(ParquetTypes.of(schema).getFields());
    constants.forEach(constant -> types.add(constant.type()));
    Set<String> names = new HashSet<>();
    for (Type type : types) {
      if (!names.add(type.getName())) {
        throw new IngestException(
            ErrorCode.VALUE,
            "column "
                + type.getName()
                + ": two columns of the file have this name.\n"
                + "Give one of them another name with query.");
      }
    }
    return new MessageType("schema", types);
  }

  private ParquetFileWriter start(MessageType type) {
    try {
      ParquetFileWriter writer =
          new ParquetFileWriter(
              new SinkFile(stream),
              type,
              ParquetFileWriter.Mode.CREATE,
              options.rowGroupBytes(),
              0,
              BytesBounds.LONGEST_BOUND,
              BytesBounds.LONGEST_BOUND,
              options.checksums() == ParquetOptions.Checksums.WRITTEN);
      writer.start();
      return writer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes all rows of a batch; the batch is the caller's again when this returns.
   *
   * @throws IngestException VALUE when a value does not fit its column's type
   */
  public void write(VectorSchemaRoot batch) {
    checkTypes(batch.getSchema());
    int end = batch.getRowCount();
    for (int from = 0; from < end; from += options.pageRows()) {
      writeRows(batch, from, Math.min(options.pageRows(), end - from));
    }
  }

  // Columns are taken by position and their memory by type: another order would be silent garbage.
  private void checkTypes(Schema batch) {
    int count = batch.getFields().size();
    if (count != columns.size()) {
      throw new IllegalArgumentException(
          "The batch has " + count + " columns, but the file has " + columns.size());
    }
    for (int i = 0; i < count; i++) {
      Field given = batch.getFields().get(i);
      Field declared = schema.getFields().get(i);
      if (!isSameType(given, declared)) {
        throw new IllegalArgumentException(
            "column "
                + declared.getName()
                + ": the batch has "
                + given.getType()
                + ", but the file "
                + declared.getType());
      }
    }
  }

  private static boolean isSameType(Field given, Field declared) {
    List<Field> children = given.getChildren();
    if (!given.getType().equals(declared.getType())
        || children.size() != declared.getChildren().size()) {
      return false;
    }
    for (int i = 0; i < children.size(); i++) {
      if (!isSameType(children.get(i), declared.getChildren().get(i))) {
        return false;
      }
    }
    return true;
  }

  private void writeRows(VectorSchemaRoot batch, int from, int count) {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).append(batch.getVector(i), from, count);
    }
    rows += count;
    groupRows += count;
    if (heldBytes() >= options.rowGroupBytes() || groupRows >= MOST_ROWS_IN_GROUP) {
      endRowGroup();
    }
  }

  private void endRowGroup() {
    try {
      file.startBlock(groupRows);
      for (Chunk chunk : chunks) {
        chunk.writeTo(file, groupRows);
      }
      file.endBlock();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    stream.drain();
    groupRows = 0;
    groups++;
  }

  /**
   * Bytes given to the sink and bytes still held: an estimate of the file's length if it ended now,
   * rather too high, since the rows of open pages are not compressed yet.
   */
  public long bytes() {
    return stream.getPos() + heldBytes();
  }

  private long heldBytes() {
    long open = 0;
    for (FieldChunk column : columns) {
      open += column.openBytes();
    }
    return workshop.slabs().usedBytes() + open;
  }

  /** Rows written so far. */
  public long rows() {
    return rows;
  }

  /** Ends the file; afterwards the sink has all of its bytes. */
  public ParquetSummary finish() {
    if (finished) {
      throw new IllegalStateException("The file is finished already");
    }
    finished = true;
    if (groupRows > 0) {
      endRowGroup();
    }
    try {
      stream.holdFooter();
      file.end(footer);
      stream.releaseFooter();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ParquetSummary(rows, stream.getPos(), groups);
  }

  /** Releases memory. Without {@link #finish()}, what the sink has is no valid file. */
  @Override
  public void close() {
    workshop.close();
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

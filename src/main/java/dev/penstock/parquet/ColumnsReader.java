package dev.penstock.parquet;

import com.github.luben.zstd.Zstd;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.DummyRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.xerial.snappy.Snappy;

/**
 * Reads some columns of a file that {@link ParquetBatchWriter} wrote, into batches. Holds one row
 * group of these columns, compressed, and one page of each. Used by one thread.
 */
public final class ColumnsReader implements AutoCloseable {
  private static final int BATCH_ROWS = 8192;

  private final String name;
  private final Schema columns;
  private final ParquetFileReader file;
  private final MessageType projection;
  private final List<ColumnReader> readers = new ArrayList<>();
  private long left;

  /**
   * Begins to read.
   *
   * @param name of the file, for messages
   * @param length of the file in bytes
   * @param columns the names in the file, and the types in which they are wanted
   * @throws IngestException STORAGE when the file cannot be read; VALUE when it has no such column,
   *     or one of a type whose values may not fit
   */
  public ColumnsReader(String name, long length, ParquetFooters.Bytes bytes, Schema columns) {
    this.name = name;
    this.columns = columns;
    this.file = open(length, bytes);
    try {
      this.projection = projection(file.getFooter().getFileMetaData().getSchema());
      file.setRequestedSchema(projection);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private ParquetFileReader open(long length, ParquetFooters.Bytes bytes) {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .usePageChecksumVerification(true)
            .withCodecFactory(new Codecs())
            .build();
    try {
      return ParquetFileReader.open(new StoredInput(length, bytes), options);
    } catch (IOException | RuntimeException e) {
      throw unreadable(e);
    }
  }

  private IngestException unreadable(Exception e) {
    return new IngestException(
        ErrorCode.STORAGE, name + ": it cannot be read: " + e.getMessage(), e);
  }

  private MessageType projection(MessageType whole) {
    List<Type> wanted = new ArrayList<>();
    for (Field column : columns.getFields()) {
      if (!whole.containsField(column.getName())) {
        throw new IngestException(ErrorCode.VALUE, name + ": it has no column " + column.getName());
      }
      Type type = whole.getType(column.getName());
      if (!type.isPrimitive() || !Filling.fits(type.asPrimitiveType(), column)) {
        throw new IngestException(
            ErrorCode.VALUE,
            "%s: its column %s is of the type %s, and not %s as the source has it now"
                .formatted(name, column.getName(), type, ParquetTypes.word(column)));
      }
      wanted.add(type);
    }
    return new MessageType("keys", wanted);
  }

  /** What the file was given as footer when it was written. */
  public Map<String, String> keyValues() {
    return file.getFooter().getFileMetaData().getKeyValueMetaData();
  }

  /**
   * Fills {@code batch}, whose vectors are those of the columns by position, from row 0.
   *
   * @return the number of rows; 0 at the end
   */
  public int read(VectorSchemaRoot batch) {
    try {
      if (left == 0 && !nextRowGroup()) {
        batch.setRowCount(0);
        return 0;
      }
      int rows = (int) Math.min(left, BATCH_ROWS);
      for (int i = 0; i < readers.size(); i++) {
        fill(batch.getVector(i), i, rows);
      }
      batch.setRowCount(rows);
      left -= rows;
      return rows;
    } catch (IngestException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // What damaged bytes make of the library is any of its exceptions.
      throw unreadable(e);
    }
  }

  private void fill(FieldVector vector, int column, int rows) {
    vector.setInitialCapacity(rows);
    vector.allocateNew();
    if (vector instanceof NullVector) {
      vector.setValueCount(rows);
      return;
    }
    Filling filling = Filling.of(projection.getType(column).asPrimitiveType(), vector);
    ColumnReader reader = readers.get(column);
    int present = reader.getDescriptor().getMaxDefinitionLevel();
    for (int row = 0; row < rows; row++) {
      if (reader.getCurrentDefinitionLevel() == present) {
        filling.fill(reader, row);
      } else {
        vector.setNull(row);
      }
      reader.consume();
    }
    vector.setValueCount(rows);
  }

  private boolean nextRowGroup() throws IOException {
    PageReadStore pages = file.readNextRowGroup();
    if (pages == null) {
      return false;
    }
    ColumnReadStoreImpl store =
        new ColumnReadStoreImpl(
            pages, new DummyRecordConverter(projection).getRootConverter(), projection, "");
    readers.clear();
    for (ColumnDescriptor column : projection.getColumns()) {
      readers.add(store.getColumnReader(column));
    }
    left = pages.getRowCount();
    return left > 0 || nextRowGroup();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The library's own codecs want Hadoop. */
  private static final class Codecs implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
      throw new UnsupportedOperationException("nothing is written here");
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
      return new Decompressor(codec);
    }

    @Override
    public void release() {}
  }

  private record Decompressor(CompressionCodecName codec)
      implements CompressionCodecFactory.BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      return switch (codec) {
        case ZSTD -> BytesInput.from(Zstd.decompress(bytes.toInputStream().readAllBytes(), size));
        case SNAPPY -> BytesInput.from(Snappy.uncompress(bytes.toInputStream().readAllBytes()));
        case UNCOMPRESSED -> bytes;
        default -> throw new IOException("its pages are compressed with " + codec);
      };
    }

    @Override
    public void decompress(ByteBuffer input, int length, ByteBuffer output, int size) {
      throw new UnsupportedOperationException("pages are read to the heap");
    }

    @Override
    public void release() {}
  }
}

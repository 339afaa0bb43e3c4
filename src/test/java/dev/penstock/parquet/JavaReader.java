package dev.penstock.parquet;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.xerial.snappy.Snappy;

/** The reader of the Parquet project, which also checks the pages' checksums. */
final class JavaReader {
  private JavaReader() {}

  static ParquetFileReader open(Path file) {
    try {
      ParquetReadOptions options =
          ParquetReadOptions.builder(new PlainParquetConfiguration())
              .usePageChecksumVerification(true)
              .withCodecFactory(new Codecs())
              .build();
      return ParquetFileReader.open(new LocalInputFile(file), options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<List<String>> read(Table table, Path file) {
    try (ParquetFileReader reader = open(file)) {
      MessageType schema = reader.getFooter().getFileMetaData().getSchema();
      List<List<String>> rows = new ArrayList<>();
      PageReadStore pages = reader.readNextRowGroup();
      while (pages != null) {
        RecordReader<Group> records =
            new ColumnIOFactory()
                .getColumnIO(schema)
                .getRecordReader(pages, new GroupRecordConverter(schema));
        for (long i = 0; i < pages.getRowCount(); i++) {
          rows.add(texts(table, schema, records.read()));
        }
        pages = reader.readNextRowGroup();
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> texts(Table table, MessageType schema, Group row) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < schema.getFieldCount(); i++) {
      boolean isNull = row.getFieldRepetitionCount(i) == 0;
      PrimitiveType type = schema.getType(i).asPrimitiveType();
      texts.add(isNull ? null : table.kinds().get(i).text(value(row, i, type)));
    }
    return texts;
  }

  static Object value(Group row, int column, PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> row.getBoolean(column, 0);
      case INT32 -> row.getInteger(column, 0);
      case INT64 -> row.getLong(column, 0);
      case FLOAT -> row.getFloat(column, 0);
      case DOUBLE -> row.getDouble(column, 0);
      default -> bytes(row.getBinary(column, 0).getBytes(), type);
    };
  }

  static Object bytes(byte[] bytes, PrimitiveType type) {
    return type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation
        ? new BigInteger(bytes)
        : Kind.hex(bytes);
  }

  /** The project's own codecs want Hadoop. */
  private static final class Codecs implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
      throw new UnsupportedOperationException();
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
        default -> bytes;
      };
    }

    @Override
    public void decompress(ByteBuffer input, int length, ByteBuffer output, int size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void release() {}
  }
}

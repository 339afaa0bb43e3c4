package dev.penstock.parquet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.Util;

/** Reads what a file says about itself, from its last bytes alone. */
public final class ParquetFooters {
  private static final byte[] MAGIC = "PAR1".getBytes(US_ASCII);
  private static final int TRAILER_BYTES = Integer.BYTES + 4;

  /** Far more than thousands of columns in hundreds of row groups take. */
  private static final int MOST_FOOTER_BYTES = 256 << 20;

  private ParquetFooters() {}

  /** A file that can be read from a place in it. */
  @FunctionalInterface
  public interface Bytes {
    /** The bytes from {@code offset} to the end; closed by the one who asked. */
    InputStream open(long offset) throws IOException;
  }

  /**
   * A file's footer.
   *
   * @param rows rows of the whole file
   * @param createdBy the program that wrote it
   * @param keyValues what {@link ParquetBatchWriter} was given as footer
   */
  public record Footer(long rows, String createdBy, Map<String, String> keyValues) {
    public Footer {
      keyValues = Map.copyOf(keyValues);
    }
  }

  /** How many rows a file holds; see {@link #read}. */
  public static long rows(String name, long length, Bytes file) {
    return read(name, length, file).rows();
  }

  /**
   * Reads the footer.
   *
   * @param name of the file, for messages
   * @param length of the file in bytes
   * @throws IngestException STORAGE when the file cannot be read or is no whole Parquet file
   */
  public static Footer read(String name, long length, Bytes file) {
    try {
      return parse(name, length, file);
    } catch (IOException e) {
      throw new IngestException(
          ErrorCode.STORAGE, name + ": its Parquet footer cannot be read: " + e.getMessage(), e);
    }
  }

  private static Footer parse(String name, long length, Bytes file) throws IOException {
    if (length < MAGIC.length + TRAILER_BYTES) {
      throw notParquet(name, length);
    }
    byte[] trailer = bytes(file, length - TRAILER_BYTES, TRAILER_BYTES);
    int footerBytes = LittleEndian.getInt(trailer, 0);
    if (!Arrays.equals(trailer, Integer.BYTES, TRAILER_BYTES, MAGIC, 0, MAGIC.length)
        || footerBytes < 0
        || footerBytes > length - TRAILER_BYTES - MAGIC.length) {
      throw notParquet(name, length);
    }
    if (footerBytes > MOST_FOOTER_BYTES) {
      throw new IOException(
          "it would have %,d bytes, and none has more than %,d"
              .formatted(footerBytes, MOST_FOOTER_BYTES));
    }
    byte[] footer = bytes(file, length - TRAILER_BYTES - footerBytes, footerBytes);
    return footer(Util.readFileMetaData(new ByteArrayInputStream(footer), true));
  }

  private static Footer footer(FileMetaData metadata) {
    Map<String, String> keyValues = new HashMap<>();
    List<KeyValue> pairs = metadata.getKey_value_metadata();
    if (pairs != null) {
      pairs.forEach(pair -> keyValues.put(pair.getKey(), pair.isSetValue() ? pair.getValue() : ""));
    }
    String createdBy = metadata.isSetCreated_by() ? metadata.getCreated_by() : "";
    return new Footer(metadata.getNum_rows(), createdBy, keyValues);
  }

  private static byte[] bytes(Bytes file, long offset, int length) throws IOException {
    try (InputStream in = file.open(offset)) {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new IOException("it ended " + (length - bytes.length) + " bytes early");
      }
      return bytes;
    }
  }

  private static IngestException notParquet(String name, long length) {
    return new IngestException(
        ErrorCode.STORAGE,
        name
            + ": "
            + length
            + " bytes that are no whole Parquet file.\n"
            + "It was cut short or changed after it was written; load it again.");
  }
}

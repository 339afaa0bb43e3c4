package dev.penstock.parquet;

import java.io.IOException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;

/** A constant column: per row group a dictionary of one value, and one page that repeats it. */
final class ConstantChunk implements Chunk {
  private static final int LARGEST_PAGE = 64;

  private final ConstantColumn constant;
  private final Codec codec;
  private final EncodedPages pages;

  ConstantChunk(ConstantColumn constant, ColumnDescriptor column, Workshop workshop) {
    this.constant = constant;
    this.codec = workshop.codec();
    this.pages = workshop.pagesOf(column);
  }

  @Override
  public void writeTo(ParquetFileWriter file, long rows) throws IOException {
    byte[] bytes = new byte[LARGEST_PAGE];
    pages.add(bytes, 0, encode(bytes, (int) rows), facts((int) rows));
    pages.writeTo(file, codec, new OneValue(constant.plain()));
  }

  private static int encode(byte[] bytes, int rows) {
    // Levels: one run of "present". Ids: one run of the id 0, in a single bit.
    int levels = HybridEncoder.putVarint(bytes, Integer.BYTES, rows << 1);
    bytes[levels++] = 1;
    LittleEndian.putInt(bytes, 0, levels - Integer.BYTES);
    bytes[levels] = 1;
    int end = HybridEncoder.putVarint(bytes, levels + 1, rows << 1);
    bytes[end] = 0;
    return end + 1;
  }

  private PageFacts facts(int rows) {
    Statistics<?> statistics =
        Statistics.getBuilderForReading(constant.type())
            .withMin(constant.value())
            .withMax(constant.value())
            .withNumNulls(0)
            .build();
    long textBytes = (long) rows * constant.textBytes();
    return new PageFacts(rows, rows, Encoding.RLE_DICTIONARY, statistics, 0, textBytes);
  }

  /** A dictionary that is complete from the start. */
  private static final class OneValue implements Dictionary {
    private final byte[] plain;

    OneValue(byte[] plain) {
      this.plain = plain;
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public boolean encode(Page page, int[] ids, int most) {
      return false;
    }

    @Override
    public int byteCount() {
      return plain.length;
    }

    @Override
    public void writeTo(byte[] target) {
      System.arraycopy(plain, 0, target, 0, plain.length);
    }

    @Override
    public void clear() {}
  }
}

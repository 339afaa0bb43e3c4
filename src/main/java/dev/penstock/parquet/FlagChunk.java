package dev.penstock.parquet;

import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;

/** A constant column of booleans, which have no dictionaries: one page of equal bits. */
final class FlagChunk implements Chunk {
  /** The length of the levels, a run of at most five bytes, and its value. */
  private static final int MOST_LEVEL_BYTES = Integer.BYTES + 5 + 1;

  private final ConstantColumn constant;
  private final Codec codec;
  private final EncodedPages pages;

  FlagChunk(ConstantColumn constant, ColumnDescriptor column, Workshop workshop) {
    this.constant = constant;
    this.codec = workshop.codec();
    this.pages = workshop.pagesOf(column);
  }

  @Override
  public void writeTo(ParquetFileWriter file, long rows) throws IOException {
    int count = (int) rows;
    int bits = (count + Byte.SIZE - 1) / Byte.SIZE;
    byte[] bytes = new byte[MOST_LEVEL_BYTES + bits];
    int levels = HybridEncoder.putVarint(bytes, Integer.BYTES, count << 1);
    bytes[levels++] = 1;
    LittleEndian.putInt(bytes, 0, levels - Integer.BYTES);
    Arrays.fill(bytes, levels, levels + bits, constant.value()[0] == 0 ? 0 : (byte) 0xff);
    pages.add(bytes, 0, levels + bits, facts(count));
    pages.writeTo(file, codec, new NoDictionary());
  }

  private PageFacts facts(int rows) {
    Statistics<?> statistics =
        Statistics.getBuilderForReading(constant.type())
            .withMin(constant.value())
            .withMax(constant.value())
            .withNumNulls(0)
            .build();
    return new PageFacts(rows, rows, Encoding.PLAIN, statistics, 0, 0);
  }
}

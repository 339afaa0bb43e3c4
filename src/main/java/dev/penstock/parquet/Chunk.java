package dev.penstock.parquet;

import java.io.IOException;
import org.apache.parquet.hadoop.ParquetFileWriter;

/** What one column gives to the row group at hand. */
interface Chunk {
  /** Writes the column's rows of this row group; afterwards the chunk is empty. */
  void writeTo(ParquetFileWriter file, long rows) throws IOException;
}

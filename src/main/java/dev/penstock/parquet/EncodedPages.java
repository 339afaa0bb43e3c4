package dev.penstock.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;

/** The compressed pages of one column, kept until its row group is written. */
final class EncodedPages {
  private final ColumnDescriptor column;
  private final Scratch scratch;
  private final Compressor compressor;
  private final Slabs.Run stored;
  private final List<Entry> entries = new ArrayList<>();

  EncodedPages(ColumnDescriptor column, Scratch scratch, Compressor compressor, Slabs slabs) {
    this.column = column;
    this.scratch = scratch;
    this.compressor = compressor;
    this.stored = slabs.new Run();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Compresses and keeps a page whose bytes lie in {@code bytes} at {@code from}. */
  void add(byte[] bytes, int from, int length, PageFacts facts) {
    byte[] target = scratch.compressed(compressor.bound(length));
    int size = compressor.compress(bytes, from, length, target);
    stored.write(target, size);
    entries.add(new Entry(length, size, facts));
  }

  /** Writes the chunk: dictionary, pages, statistics. Afterwards there are no pages. */
  void writeTo(ParquetFileWriter file, Codec codec, Dictionary dictionary) throws IOException {
    long values = entries.stream().mapToLong(entry -> entry.facts.entries()).sum();
    file.startColumn(column, values, codec.parquetName());
    if (dictionary.size() > 0) {
      writeDictionary(file, dictionary);
    }
    for (Entry entry : entries) {
      writePage(file, entry);
    }
    if (entries.stream().anyMatch(entry -> entry.facts.nans() > 0)) {
      file.invalidateStatistics(withoutBounds());
    }
    file.endColumn();
    clear();
  }

  private void writeDictionary(ParquetFileWriter file, Dictionary dictionary) throws IOException {
    int length = dictionary.byteCount();
    byte[] plain = scratch.assembled(length);
    dictionary.writeTo(plain);
    byte[] target = scratch.compressed(compressor.bound(length));
    int size = compressor.compress(plain, 0, length, target);
    file.writeDictionaryPage(
        new DictionaryPage(
            BytesInput.from(target, 0, size), length, dictionary.size(), Encoding.PLAIN));
  }

  private void writePage(ParquetFileWriter file, Entry entry) throws IOException {
    byte[] bytes = scratch.compressed(entry.storedBytes);
    stored.read(bytes, entry.storedBytes);
    PageFacts facts = entry.facts;
    file.writeDataPage(
        facts.entries(),
        entry.encodedBytes,
        BytesInput.from(bytes, 0, entry.storedBytes),
        facts.statistics(),
        facts.rows(),
        Encoding.RLE,
        Encoding.RLE,
        facts.encoding(),
        null,
        null,
        new SizeStatistics(column.getPrimitiveType(), facts.textBytes(), List.of(), List.of()));
  }

  // The library would take the bounds of the pages without a NaN for those of the column; engines
  // that order NaN above all numbers would then skip rows.
  private Statistics<?> withoutBounds() {
    long nulls = 0;
    long nans = 0;
    for (Entry entry : entries) {
      nulls += entry.facts.statistics().getNumNulls();
      nans += entry.facts.nans();
    }
    return Statistics.getBuilderForReading(column.getPrimitiveType())
        .withNumNulls(nulls)
        .withNanCount(nans)
        .build();
  }

  void clear() {
    entries.clear();
    stored.clear();
  }

  private record Entry(int encodedBytes, int storedBytes, PageFacts facts) {}
}

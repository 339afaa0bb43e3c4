package dev.penstock.parquet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Columns of values, to be written and compared with what readers find. */
record Table(List<Kind> kinds, List<List<Optional<Object>>> columns) {

  /** Each kind's special values, among nulls. */
  static Table ofSpecialValues() {
    int rows = Kind.ALL.stream().mapToInt(kind -> kind.special().size()).max().orElseThrow() + 2;
    List<List<Optional<Object>>> columns = new ArrayList<>();
    for (Kind kind : Kind.ALL) {
      List<Optional<Object>> column = new ArrayList<>();
      column.add(Optional.empty());
      kind.special().forEach(value -> column.add(Optional.of(value)));
      while (column.size() < rows) {
        column.add(Optional.empty());
      }
      columns.add(column);
    }
    return new Table(Kind.ALL, columns);
  }

  static Table random(Random random, int mostColumns, int rows) {
    List<Kind> kinds = new ArrayList<>();
    List<List<Optional<Object>>> columns = new ArrayList<>();
    int count = 1 + random.nextInt(mostColumns);
    for (int i = 0; i < count; i++) {
      Kind kind = Kind.ALL.get(random.nextInt(Kind.ALL.size()));
      kinds.add(kind);
      columns.add(randomColumn(kind, random, rows));
    }
    return new Table(kinds, columns);
  }

  private static List<Optional<Object>> randomColumn(Kind kind, Random random, int rows) {
    double nulls = List.of(0.0, 0.0, 0.1, 0.5, 0.99, 1.0).get(random.nextInt(6));
    List<Object> pool = new ArrayList<>();
    int distinct = List.of(1, 3, 40, 100_000).get(random.nextInt(4));
    for (int i = 0; i < Math.min(distinct, rows); i++) {
      boolean special = !kind.special().isEmpty() && random.nextInt(20) == 0;
      pool.add(
          special
              ? kind.special().get(random.nextInt(kind.special().size()))
              : kind.random().apply(random));
    }
    boolean runs = random.nextBoolean();
    List<Optional<Object>> column = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      if (kind.isAlwaysNull() || random.nextDouble() < nulls) {
        column.add(Optional.empty());
      } else {
        int index = runs ? row / 37 % pool.size() : random.nextInt(pool.size());
        column.add(Optional.of(pool.get(index)));
      }
    }
    return column;
  }

  int rows() {
    return columns.get(0).size();
  }

  String name(int column) {
    return "c" + column;
  }

  Schema schema() {
    List<org.apache.arrow.vector.types.pojo.Field> fields = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      fields.add(kinds.get(i).field(name(i)));
    }
    return new Schema(fields);
  }

  /** Every row as text, a null as null. */
  List<List<String>> texts() {
    List<List<String>> rows = new ArrayList<>();
    for (int row = 0; row < rows(); row++) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < kinds.size(); i++) {
        Kind kind = kinds.get(i);
        texts.add(columns.get(i).get(row).map(kind::text).orElse(null));
      }
      rows.add(texts);
    }
    return rows;
  }

  /** The first cell in which what a reader found is not what was written; "none" without. */
  String difference(List<List<String>> found) {
    if (found.size() != rows()) {
      return found.size() + " rows instead of " + rows();
    }
    List<List<String>> texts = texts();
    for (int row = 0; row < rows(); row++) {
      for (int i = 0; i < kinds.size(); i++) {
        String expected = texts.get(row).get(i);
        if (!Objects.equals(expected, found.get(row).get(i))) {
          String cell = "row " + row + ", column " + i + " " + kinds.get(i).word();
          return cell + ": " + found.get(row).get(i) + " instead of " + expected;
        }
      }
    }
    return "none";
  }

  /** Writes the table in batches of {@code batchRows}; fails when memory leaks. */
  ParquetSummary write(Path path, ParquetOptions options, int batchRows) {
    try (RootAllocator allocator = new RootAllocator();
        OutputStream out = Files.newOutputStream(path);
        ParquetBatchWriter writer =
            new ParquetBatchWriter(schema(), List.of(), options, Map.of(), sink(out))) {
      try (VectorSchemaRoot batch = VectorSchemaRoot.create(schema(), allocator)) {
        for (int from = 0; from < rows(); from += batchRows) {
          fill(batch, from, Math.min(batchRows, rows() - from));
          writer.write(batch);
        }
      }
      return writer.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a file of such a table with the engine's own reader, and writes what it found. */
  void copy(Path from, Path to) {
    try (RootAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema(), allocator);
        ColumnsReader reader =
            new ColumnsReader(from.toString(), Files.size(from), bytes(from), schema());
        OutputStream out = Files.newOutputStream(to);
        ParquetBatchWriter writer =
            new ParquetBatchWriter(
                schema(), List.of(), ParquetOptions.DEFAULT, Map.of(), sink(out))) {
      while (reader.read(batch) > 0) {
        writer.write(batch);
      }
      writer.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ParquetFooters.Bytes bytes(Path file) {
    return offset -> {
      InputStream in = Files.newInputStream(file);
      in.skipNBytes(offset);
      return in;
    };
  }

  private void fill(VectorSchemaRoot batch, int from, int count) {
    batch
        .getFieldVectors()
        .forEach(
            vector -> {
              vector.setInitialCapacity(count);
              vector.allocateNew();
            });
    for (int i = 0; i < kinds.size(); i++) {
      for (int row = 0; row < count; row++) {
        kinds.get(i).set(batch.getVector(i), row, columns.get(i).get(from + row));
      }
    }
    batch.setRowCount(count);
  }

  static ByteSink sink(OutputStream out) {
    return (bytes, offset, length) -> {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }
}

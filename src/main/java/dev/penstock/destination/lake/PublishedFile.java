package dev.penstock.destination.lake;

import dev.penstock.destination.DataFile;
import dev.penstock.destination.DeliveredFile;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.parquet.ColumnsReader;
import dev.penstock.schema.ColumnNames;
import dev.penstock.schema.TableSchema;
import dev.penstock.storage.StoragePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Columns of a published file, read from the store. */
final class PublishedFile implements DeliveredFile {
  private final ColumnsReader reader;
  private final String loadId;
  private final Content content;

  private PublishedFile(ColumnsReader reader, String loadId, Content content) {
    this.reader = reader;
    this.loadId = loadId;
    this.content = content;
  }

  static PublishedFile open(JobHome home, DataFile file, Schema columns, TableSchema table) {
    StoragePath path = new StoragePath(file.path());
    String name = home.place(path);
    try {
      ColumnsReader reader =
          new ColumnsReader(
              name,
              file.bytes(),
              new StoredBytes(home.storage(), path),
              inFile(home, columns, table));
      Map<String, String> footer = reader.keyValues();
      String loadId = Optional.ofNullable(footer.get(FooterKeys.LOAD_ID)).orElse("");
      return new PublishedFile(
          reader,
          loadId,
          footer.containsKey(FooterKeys.TOMBSTONES) ? Content.TOMBSTONES : Content.ROWS);
    } catch (IngestException e) {
      throw e.code() == ErrorCode.VALUE ? otherColumns(home, e) : e;
    }
  }

  /** Under the names that the columns have in files, in the spelling of the first load. */
  private static Schema inFile(JobHome home, Schema columns, TableSchema table) {
    List<String> names =
        ColumnNames.of(
                home.job().place(),
                columns.getFields().stream().map(Field::getName).toList(),
                ColumnNames.naming(home.job()),
                List.of())
            .names();
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Field field = columns.getFields().get(i);
      fields.add(new Field(table.spelled(names.get(i)), field.getFieldType(), field.getChildren()));
    }
    return new Schema(fields);
  }

  private static IngestException otherColumns(JobHome home, IngestException e) {
    return new IngestException(
        ErrorCode.VALUE,
        ("%s, column detect_deletes: the keys of an earlier load cannot be compared. %s.\n"
                + "Load the table anew with run --full-refresh --job %s, or empty detect_deletes.")
            .formatted(home.job().place(), e.getMessage(), home.job().id()),
        e);
  }

  @Override
  public String loadId() {
    return loadId;
  }

  @Override
  public Content content() {
    return content;
  }

  @Override
  public int read(VectorSchemaRoot batch) {
    return reader.read(batch);
  }

  @Override
  public void close() {
    reader.close();
  }
}

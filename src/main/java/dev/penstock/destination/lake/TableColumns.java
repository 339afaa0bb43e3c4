package dev.penstock.destination.lake;

import dev.penstock.job.Job;
import dev.penstock.parquet.ParquetTypes;
import dev.penstock.schema.ColumnNames;
import dev.penstock.schema.Evolution;
import dev.penstock.schema.TableSchema;
import dev.penstock.schema.TableSchema.Column;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The columns of a load.
 *
 * @param source as they come
 * @param fields as they are in the files
 * @param evolution from the one to the other
 */
record TableColumns(Schema source, Schema fields, Evolution evolution) {
  static final String LOAD_ID = "_load_id";
  static final String LOADED_AT = "_loaded_at";
  static final String DELETED = "_deleted";

  /** The names of the columns that loads of this job add, in their order in the files. */
  static List<String> added(JobHome home) {
    List<String> added = new ArrayList<>(List.of(LOAD_ID));
    if (home.options().loadedAt() == LakeOptions.LoadedAt.ADDED) {
      added.add(LOADED_AT);
    }
    if (home.job().target().deletes().isPresent()) {
      added.add(DELETED);
    }
    return added;
  }

  /**
   * @param before the table as the last load left it
   */
  static TableColumns of(JobHome home, TableSchema before, Schema source) {
    List<Column> offered = offered(home.job(), source, added(home));
    Evolution evolution = Evolution.of(home.job(), before, offered);
    return new TableColumns(source, evolution.fields(source), evolution);
  }

  /** Whether batches can be written as they come. */
  boolean isPlain() {
    return evolution.isPlain(source.getFields().size());
  }

  /** As they would be in a new table. */
  private static List<Column> offered(Job job, Schema source, List<String> reserved) {
    List<String> sourceNames = source.getFields().stream().map(Field::getName).toList();
    ColumnNames names = ColumnNames.of(job.place(), sourceNames, ColumnNames.naming(job), reserved);
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < sourceNames.size(); i++) {
      Field field = source.getFields().get(i);
      columns.add(
          new Column(
              names.names().get(i),
              field.getName(),
              field.getMetadata().getOrDefault("source_type", ""),
              ParquetTypes.word(field)));
    }
    return columns;
  }
}

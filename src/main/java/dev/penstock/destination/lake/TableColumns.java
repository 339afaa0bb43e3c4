package dev.penstock.destination.lake;

import dev.penstock.job.Job;
import dev.penstock.parquet.ParquetTypes;
import dev.penstock.schema.ColumnNames;
import dev.penstock.schema.TableSchema.Column;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The columns of a load under the names that they have in the files.
 *
 * @param fields the source's, renamed, in the source's order
 * @param columns the same, as commit records keep them
 */
record TableColumns(Schema fields, List<Column> columns) {
  static final String LOAD_ID = "_load_id";
  static final String LOADED_AT = "_loaded_at";
  static final String DELETED = "_deleted";

  TableColumns {
    columns = List.copyOf(columns);
  }

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
   * @param reserved names of the columns that the load adds
   */
  static TableColumns of(Job job, Schema source, List<String> reserved) {
    List<String> sourceNames = source.getFields().stream().map(Field::getName).toList();
    ColumnNames names = ColumnNames.of(job.place(), sourceNames, job.target().naming(), reserved);
    List<Field> fields = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < sourceNames.size(); i++) {
      Field field = source.getFields().get(i);
      String name = names.names().get(i);
      fields.add(new Field(name, field.getFieldType(), field.getChildren()));
      columns.add(
          new Column(
              name,
              field.getName(),
              field.getMetadata().getOrDefault("source_type", ""),
              ParquetTypes.word(field)));
    }
    return new TableColumns(new Schema(fields, source.getCustomMetadata()), columns);
  }
}

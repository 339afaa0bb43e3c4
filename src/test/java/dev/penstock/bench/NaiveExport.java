package dev.penstock.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types.MessageTypeBuilder;

/** The export that is written first: an object for each value, a {@link Group} for each row. */
public final class NaiveExport {
  private NaiveExport() {}

  /** Arguments: JDBC URL, table, file to write. */
  public static void main(String[] arguments) throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection(arguments[0])) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(10_000);
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + arguments[1])) {
          export(rows, Path.of(arguments[2]));
        }
      }
    }
  }

  private static void export(ResultSet rows, Path file) throws SQLException, IOException {
    MessageType schema = schema(rows.getMetaData());
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(new SnappyCodec())
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withType(schema)
            .build()) {
      while (rows.next()) {
        writer.write(row(rows, schema));
      }
    }
  }

  private static Group row(ResultSet rows, MessageType schema) throws SQLException {
    Group group = new SimpleGroup(schema);
    for (int column = 0; column < schema.getFieldCount(); column++) {
      Object value = rows.getObject(column + 1);
      if (value != null) {
        add(group, schema.getFieldName(column), value);
      }
    }
    return group;
  }

  private static void add(Group group, String name, Object value) {
    if (value instanceof Long number) {
      group.append(name, number.longValue());
    } else if (value instanceof Integer number) {
      group.append(name, number.intValue());
    } else if (value instanceof BigDecimal number) {
      group.append(name, number.unscaledValue().longValueExact());
    } else if (value instanceof Date date) {
      group.append(name, Math.toIntExact(date.toLocalDate().toEpochDay()));
    } else {
      group.append(name, value.toString());
    }
  }

  private static MessageType schema(ResultSetMetaData columns) throws SQLException {
    MessageTypeBuilder schema = org.apache.parquet.schema.Types.buildMessage();
    for (int column = 1; column <= columns.getColumnCount(); column++) {
      schema.addField(field(columns, column));
    }
    return schema.named("row");
  }

  private static Type field(ResultSetMetaData columns, int column) throws SQLException {
    String name = columns.getColumnName(column);
    return switch (columns.getColumnType(column)) {
      case Types.BIGINT -> optional(PrimitiveTypeName.INT64, null, name);
      case Types.INTEGER -> optional(PrimitiveTypeName.INT32, null, name);
      case Types.NUMERIC ->
          optional(
              PrimitiveTypeName.INT64,
              LogicalTypeAnnotation.decimalType(
                  columns.getScale(column), columns.getPrecision(column)),
              name);
      case Types.DATE -> optional(PrimitiveTypeName.INT32, LogicalTypeAnnotation.dateType(), name);
      default -> optional(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType(), name);
    };
  }

  private static Type optional(
      PrimitiveTypeName primitive, LogicalTypeAnnotation annotation, String name) {
    return org.apache.parquet.schema.Types.optional(primitive).as(annotation).named(name);
  }
}

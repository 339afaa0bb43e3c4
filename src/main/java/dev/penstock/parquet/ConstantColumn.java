package dev.penstock.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** A column with one value in every row. It is stored once for each row group. */
public final class ConstantColumn {
  private final PrimitiveType type;
  private final String word;
  private final byte[] value;
  private final byte[] plain;

  private ConstantColumn(PrimitiveType type, String word, byte[] value, byte[] plain) {
    this.type = type;
    this.word = word;
    this.value = value;
    this.plain = plain;
  }

  public static ConstantColumn text(String name, String value) {
    PrimitiveType type =
        Types.optional(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named(requireNonNull(name, "name"));
    byte[] utf8 = value.getBytes(UTF_8);
    byte[] plain = new byte[Integer.BYTES + utf8.length];
    LittleEndian.putInt(plain, 0, utf8.length);
    System.arraycopy(utf8, 0, plain, Integer.BYTES, utf8.length);
    return new ConstantColumn(type, "string", utf8, plain);
  }

  /** A moment to the microsecond, kept as UTC. */
  public static ConstantColumn timestamp(String name, Instant value) {
    PrimitiveType type =
        Types.optional(PrimitiveTypeName.INT64)
            .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS))
            .named(requireNonNull(name, "name"));
    byte[] plain = new byte[Long.BYTES];
    LittleEndian.putLong(plain, 0, ChronoUnit.MICROS.between(Instant.EPOCH, value));
    return new ConstantColumn(type, "timestamp_tz(us)", plain, plain);
  }

  public static ConstantColumn flag(String name, boolean value) {
    PrimitiveType type =
        Types.optional(PrimitiveTypeName.BOOLEAN).named(requireNonNull(name, "name"));
    byte[] plain = {(byte) (value ? 1 : 0)};
    return new ConstantColumn(type, "boolean", plain, plain);
  }

  Chunk chunk(ColumnDescriptor column, Workshop workshop) {
    return type.getPrimitiveTypeName() == PrimitiveTypeName.BOOLEAN
        ? new FlagChunk(this, column, workshop)
        : new ConstantChunk(this, column, workshop);
  }

  public String name() {
    return type.getName();
  }

  /** Its type as {@link ParquetTypes#word} says it. */
  public String word() {
    return word;
  }

  PrimitiveType type() {
    return type;
  }

  /** The value as statistics carry it. */
  byte[] value() {
    return Arrays.copyOf(value, value.length);
  }

  /** Bytes of the value when its type has a variable length; else 0. */
  int textBytes() {
    return type.getPrimitiveTypeName() == PrimitiveTypeName.BINARY ? value.length : 0;
  }

  /** The value as a dictionary page carries it. */
  byte[] plain() {
    return Arrays.copyOf(plain, plain.length);
  }
}

package dev.penstock.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Struct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lists and structs in each other are read as they were written, by DuckDB and by the Parquet
 * project's own reader. A value is null, a List of elements or of members, or that of a {@link
 * Kind}.
 */
final class NestedTest {
  private static final List<Kind> LEAVES =
      Kind.ALL.stream()
          .filter(
              kind ->
                  List.of(
                          "boolean",
                          "int16",
                          "int32",
                          "int64",
                          "double",
                          "decimal(9,2)",
                          "decimal(38,10)",
                          "string")
                      .contains(kind.word()))
          .filter(kind -> !kind.isAlwaysNull() && !(kind.type() instanceof ArrowType.LargeUtf8))
          .toList();

  private static DuckDb duckDb;

  @TempDir Path folder;

  @BeforeAll
  @BeforeContainer
  static void openDuckDb() {
    duckDb = new DuckDb();
  }

  @AfterAll
  @AfterContainer
  static void closeDuckDb() {
    duckDb.close();
  }

  private enum Form {
    LEAF,
    LIST,
    STRUCT
  }

  /** A type. */
  private record Shape(Form form, Optional<Kind> kind, List<Shape> inside) {
    static Shape leaf(String word) {
      return leaf(LEAVES.stream().filter(k -> k.word().equals(word)).findFirst().orElseThrow());
    }

    static Shape leaf(Kind kind) {
      return new Shape(Form.LEAF, Optional.of(kind), List.of());
    }

    static Shape list(Shape element) {
      return new Shape(Form.LIST, Optional.empty(), List.of(element));
    }

    static Shape struct(Shape... members) {
      return new Shape(Form.STRUCT, Optional.empty(), List.of(members));
    }

    static Shape random(Random random, int depth) {
      return switch (depth == 0 ? 0 : random.nextInt(4)) {
        case 0 -> leaf(LEAVES.get(random.nextInt(LEAVES.size())));
        case 1, 2 -> list(random(random, depth - 1));
        default -> {
          List<Shape> members = new ArrayList<>();
          for (int i = random.nextInt(3); i >= 0; i--) {
            members.add(random(random, depth - 1));
          }
          yield struct(members.toArray(Shape[]::new));
        }
      };
    }

    Field field(String name) {
      return switch (form) {
        case LEAF -> kind.orElseThrow().field(name);
        case LIST ->
            new Field(
                name,
                FieldType.nullable(ArrowType.List.INSTANCE),
                List.of(inside.get(0).field(ListVector.DATA_VECTOR_NAME)));
        case STRUCT -> {
          List<Field> members = new ArrayList<>();
          for (Shape member : inside) {
            members.add(member.field("m" + members.size()));
          }
          yield new Field(name, FieldType.nullable(ArrowType.Struct.INSTANCE), members);
        }
      };
    }

    Object random(Random random, double nulls, int longest) {
      if (random.nextDouble() < nulls) {
        return null;
      }
      return switch (form) {
        case LEAF -> leaf(kind.orElseThrow(), random);
        case LIST -> {
          List<Object> list = new ArrayList<>();
          for (int i = random.nextInt(longest + 1); i > 0; i--) {
            list.add(inside.get(0).random(random, nulls, longest));
          }
          yield list;
        }
        case STRUCT -> {
          List<Object> members = new ArrayList<>();
          inside.forEach(member -> members.add(member.random(random, nulls, longest)));
          yield members;
        }
      };
    }

    private static Object leaf(Kind kind, Random random) {
      return random.nextInt(3) > 0
          ? kind.special().get(random.nextInt(kind.special().size()))
          : kind.random().apply(random);
    }

    String text(Object value) {
      if (value == null) {
        return "null";
      }
      if (form == Form.LEAF) {
        return kind.orElseThrow().text(value);
      }
      List<String> texts = new ArrayList<>();
      for (Object each : (List<?>) value) {
        texts.add(inside.get(form == Form.LIST ? 0 : texts.size()).text(each));
      }
      return form + texts.toString();
    }

    /** What DuckDB gives, in the same words. */
    String found(Object value) {
      if (value == null) {
        return "null";
      }
      try {
        return switch (form) {
          case LEAF -> leafFound(value);
          case LIST -> form + found((Object[]) ((Array) value).getArray());
          case STRUCT -> form + found(((Struct) value).getAttributes());
        };
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private String found(Object[] values) {
      List<String> texts = new ArrayList<>();
      for (Object each : values) {
        texts.add(inside.get(form == Form.LIST ? 0 : texts.size()).found(each));
      }
      return texts.toString();
    }

    private String leafFound(Object value) {
      if (value instanceof BigDecimal number) {
        return number.unscaledValue().toString();
      }
      return value instanceof String text
          ? Kind.hex(text.getBytes(UTF_8))
          : kind.orElseThrow().text(value);
    }

    /** What the Parquet project's reader gives, in the same words. */
    String found(Group around, int field) {
      if (around.getFieldRepetitionCount(field) == 0) {
        return "null";
      }
      if (form == Form.LEAF) {
        return kind.orElseThrow()
            .text(
                JavaReader.value(around, field, around.getType().getType(field).asPrimitiveType()));
      }
      Group group = around.getGroup(field, 0);
      List<String> texts = new ArrayList<>();
      if (form == Form.LIST) {
        for (int i = 0; i < group.getFieldRepetitionCount(0); i++) {
          texts.add(inside.get(0).found(group.getGroup(0, i), 0));
        }
      } else {
        for (int i = 0; i < inside.size(); i++) {
          texts.add(inside.get(i).found(group, i));
        }
      }
      return form + texts.toString();
    }

    void set(FieldVector vector, int row, Object value) {
      if (form == Form.LEAF) {
        kind.orElseThrow().set(vector, row, Optional.ofNullable(value));
      } else if (value == null) {
        if (vector instanceof ListVector list) {
          list.setNull(row);
        } else {
          ((StructVector) vector).setNull(row);
        }
      } else if (form == Form.LIST) {
        ListVector list = (ListVector) vector;
        int at = list.startNewValue(row);
        for (Object each : (List<?>) value) {
          reserve(list.getDataVector(), at);
          inside.get(0).set(list.getDataVector(), at++, each);
        }
        list.endValue(row, ((List<?>) value).size());
      } else {
        StructVector struct = (StructVector) vector;
        struct.setIndexDefined(row);
        for (int i = 0; i < inside.size(); i++) {
          FieldVector member = (FieldVector) struct.getChildByOrdinal(i);
          reserve(member, row);
          inside.get(i).set(member, row, ((List<?>) value).get(i));
        }
      }
    }

    private static void reserve(FieldVector vector, int row) {
      while (vector.getValueCapacity() <= row) {
        vector.reAlloc();
      }
    }
  }

  @Property(tries = 120, edgeCases = EdgeCasesMode.NONE)
  void keepsWhateverIsNested(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    Shape shape = Shape.random(random, 1 + random.nextInt(4));
    double nulls = List.of(0.0, 0.15, 0.6).get(random.nextInt(3));
    int longest = 1 + random.nextInt(6);
    List<Object> values = new ArrayList<>();
    for (int i = random.nextInt(400); i > 0; i--) {
      values.add(shape.random(random, nulls, longest));
    }
    Path file = Files.createTempFile("nested", ".parquet");
    write(shape, values, file, RoundTripTest.options(random), 1 + random.nextInt(300));

    requireSame(shape, values, file);
    Files.delete(file);
  }

  private static void requireSame(Shape shape, List<Object> values, Path file) {
    List<String> expected = values.stream().map(shape::text).toList();
    assertThat(byJava(shape, file)).isEqualTo(expected);
    assertThat(duckDb.objects("select c from '" + file + "'").stream().map(shape::found).toList())
        .isEqualTo(expected);
  }

  @Test
  void tellsNullsOfEachLevelApart() throws IOException {
    Shape shape = Shape.list(Shape.struct(Shape.leaf("int32"), Shape.list(Shape.leaf("string"))));
    List<Object> values = new ArrayList<>();
    values.add(null);
    values.add(List.of());
    values.add(Arrays.asList((Object) null));
    values.add(List.of(Arrays.asList(null, null)));
    values.add(List.of(Arrays.asList(7, List.of())));
    values.add(Arrays.asList(List.of(8, Arrays.asList(null, "61")), null));
    Path file = folder.resolve("nulls.parquet");
    write(shape, values, file, ParquetOptions.DEFAULT, 100);

    requireSame(shape, values, file);
    try (ParquetFileReader reader = JavaReader.open(file)) {
      assertThat(reader.getFooter().getFileMetaData().getSchema().toString())
          .isEqualTo(
              """
              message schema {
                optional group c (LIST) {
                  repeated group list {
                    optional group element {
                      optional int32 m0;
                      optional group m1 (LIST) {
                        repeated group list {
                          optional binary element (STRING);
                        }
                      }
                    }
                  }
                }
              }
              """);
    }
    assertThat(ParquetTypes.word(shape.field("c")))
        .isEqualTo("list<struct<m0:int32,m1:list<string>>>");
    assertThat(duckDb.rows("select c[1].m1[2] from '" + file + "'").get(5)).containsExactly("a");
  }

  @Test
  void whatStandsInTheMemoryOfANullIsNotWritten() throws IOException {
    Shape shape = Shape.struct(Shape.leaf("int32"), Shape.list(Shape.leaf("int64")));
    List<Object> full = new ArrayList<>();
    List<Object> expected = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      full.add(List.of(i, List.of((long) i, 5L)));
      expected.add(i % 2 == 0 ? null : full.get(i));
    }
    Path file = folder.resolve("hidden.parquet");
    try (RootAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema(shape), allocator);
        OutputStream out = Files.newOutputStream(file);
        ParquetBatchWriter writer =
            new ParquetBatchWriter(
                schema(shape), List.of(), ParquetOptions.DEFAULT, Map.of(), Table.sink(out))) {
      fill(shape, batch, full);
      batch.getVector(0).getValidityBuffer().setByte(0, 0b10101010);
      writer.write(batch);
      writer.finish();
    }
    requireSame(shape, expected, file);
  }

  @Test
  void aRowLargerThanAPageIsNotCut() throws IOException {
    Shape shape = Shape.list(Shape.struct(Shape.leaf("int64"), Shape.list(Shape.leaf("boolean"))));
    List<Object> huge = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      huge.add(i % 5 == 0 ? null : Arrays.asList((long) i, List.of(true, i % 3 == 0)));
    }
    List<Object> one = List.of(List.of(1L, List.of()));
    List<Object> values = Arrays.asList(one, huge, null, one);
    Path file = folder.resolve("huge.parquet");
    write(shape, values, file, ParquetOptions.DEFAULT, 1000);

    requireSame(shape, values, file);
  }

  @Test
  void namesThatAreNoWordsStandInQuotes() {
    Field struct =
        new Field(
            "c",
            FieldType.nullable(ArrowType.Struct.INSTANCE),
            List.of(
                Shape.leaf("int32").field("a b"),
                Shape.leaf("int32").field("say \"x\""),
                Shape.leaf("int32").field("_ok")));
    assertThat(ParquetTypes.word(struct))
        .isEqualTo("struct<\"a b\":int32,\"say \"\"x\"\"\":int32,_ok:int32>");
  }

  @Test
  void refusesStructsOfNothingAndMembersOfOneName() {
    assertThatThrownBy(() -> ParquetTypes.of(schema(Shape.list(Shape.struct()))))
        .hasMessageStartingWith("column c: type Struct cannot be written to Parquet.");
    Field twice =
        new Field(
            "c",
            FieldType.nullable(ArrowType.Struct.INSTANCE),
            List.of(Shape.leaf("int32").field("a"), Shape.leaf("int64").field("a")));
    assertThatThrownBy(() -> ParquetTypes.of(new Schema(List.of(twice))))
        .hasMessageStartingWith("column c: two members of a struct in it have the name a.");
  }

  private static Schema schema(Shape shape) {
    return new Schema(List.of(shape.field("c")));
  }

  private static void write(
      Shape shape, List<Object> values, Path file, ParquetOptions options, int batchRows)
      throws IOException {
    try (RootAllocator allocator = new RootAllocator();
        OutputStream out = Files.newOutputStream(file);
        ParquetBatchWriter writer =
            new ParquetBatchWriter(schema(shape), List.of(), options, Map.of(), Table.sink(out));
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema(shape), allocator)) {
      for (int from = 0; from < values.size(); from += batchRows) {
        fill(shape, batch, values.subList(from, Math.min(values.size(), from + batchRows)));
        writer.write(batch);
      }
      assertThat(writer.finish().rows()).isEqualTo(values.size());
    }
  }

  private static void fill(Shape shape, VectorSchemaRoot batch, List<Object> values) {
    FieldVector vector = batch.getVector(0);
    vector.clear();
    vector.setInitialCapacity(values.size());
    vector.allocateNew();
    for (int row = 0; row < values.size(); row++) {
      shape.set(vector, row, values.get(row));
    }
    batch.setRowCount(values.size());
  }

  private static List<String> byJava(Shape shape, Path file) {
    try (ParquetFileReader reader = JavaReader.open(file)) {
      MessageType schema = reader.getFooter().getFileMetaData().getSchema();
      List<String> rows = new ArrayList<>();
      for (PageReadStore pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        RecordReader<Group> records =
            new ColumnIOFactory()
                .getColumnIO(schema)
                .getRecordReader(pages, new GroupRecordConverter(schema));
        for (long i = 0; i < pages.getRowCount(); i++) {
          rows.add(shape.found(records.read(), 0));
        }
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.penstock.source.jdbc.column;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.source.column.ColumnType;
import dev.penstock.source.column.ColumnType.Kind;
import dev.penstock.source.column.UnfitValueException;
import dev.penstock.source.jdbc.column.ElementWriter.Bytes;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.api.Test;

/** Arrays of drivers that can do less than those of H2 and DuckDB. */
final class ElementWriterTest {
  /** An array of a driver that gives it no other way. */
  private static Array array(Object elements) {
    return (Array)
        Proxy.newProxyInstance(
            Array.class.getClassLoader(),
            new Class<?>[] {Array.class},
            (self, method, arguments) -> {
              if (method.getName().equals("getArray")) {
                return elements;
              }
              throw new SQLFeatureNotSupportedException(method.getName());
            });
  }

  /** An array whose elements a result has as java.time. */
  private static Array array(Timestamp[] elements, LocalDateTime exact) {
    ResultSet result =
        (ResultSet)
            Proxy.newProxyInstance(
                Array.class.getClassLoader(),
                new Class<?>[] {ResultSet.class},
                (self, method, arguments) ->
                    switch (method.getName()) {
                      case "next" -> true;
                      case "getObject" -> exact;
                      default -> null;
                    });
    return (Array)
        Proxy.newProxyInstance(
            Array.class.getClassLoader(),
            new Class<?>[] {Array.class},
            (self, method, arguments) -> method.getName().equals("getArray") ? elements : result);
  }

  private static String written(Kind element, Object elements) throws SQLException {
    return written(ColumnType.list(ColumnType.of(element)), array(elements));
  }

  private static String written(ColumnType type, Array array) throws SQLException {
    try (RootAllocator allocator = new RootAllocator();
        FieldVector vector = type.field("c", Map.of()).createVector(allocator)) {
      vector.allocateNew();
      ElementWriter writer = ElementWriter.of(type, Bytes.DATA);
      writer.attach(vector);
      writer.write(array, 0);
      vector.setValueCount(1);
      return String.valueOf(vector.getObject(0));
    }
  }

  @Test
  void takesPrimitives() throws SQLException {
    assertThat(written(Kind.INTEGER, new int[] {1, -2})).isEqualTo("[1,-2]");
    assertThat(written(Kind.BOOLEAN, new boolean[] {true})).isEqualTo("[true]");
    assertThat(written(Kind.DOUBLE, new double[] {Double.NaN})).isEqualTo("[\"NaN\"]");
  }

  @Test
  void takesArraysInArrays() throws SQLException {
    ColumnType type = ColumnType.list(ColumnType.list(ColumnType.of(Kind.INTEGER)));
    assertThat(written(type, array(new Integer[][] {{1, null}, {}, null})))
        .isEqualTo("[[1,null],[],null]");
    assertThat(written(Kind.TEXT, new Object[] {new Integer[] {1, 2}})).isEqualTo("[\"[1,2]\"]");
  }

  @Test
  void asksForMomentsAgain() throws SQLException {
    LocalDateTime inTheGap = LocalDateTime.parse("2026-03-29T02:30:00");
    Timestamp[] elements = {Timestamp.valueOf("2026-03-29 03:30:00"), null};
    ColumnType type = ColumnType.list(ColumnType.of(Kind.TIMESTAMP));
    assertThat(written(type, array(elements, inTheGap))).isEqualTo("[[2026,3,29,2,30],null]");
  }

  @Test
  void refusesAMomentOfThisMachinesZone() {
    Object[] elements = {Timestamp.valueOf(LocalDateTime.of(2026, 1, 1, 0, 0))};
    assertThatThrownBy(() -> written(Kind.TIMESTAMP, elements))
        .isInstanceOf(UnfitValueException.class)
        .hasMessage("comes from the driver in the zone of this machine, which may have changed it");
  }

  @Test
  void refusesAnElementThatIsNoList() {
    ColumnType inner = ColumnType.list(ColumnType.of(Kind.INTEGER));
    ElementWriter writer = ElementWriter.of(ColumnType.list(inner), Bytes.DATA);
    try (RootAllocator allocator = new RootAllocator();
        FieldVector vector = ColumnType.list(inner).field("c", Map.of()).createVector(allocator)) {
      vector.allocateNew();
      writer.attach(vector);
      assertThatThrownBy(() -> writer.write(array(new Object[] {7}), 0)).hasMessage("is no list");
    }
  }
}

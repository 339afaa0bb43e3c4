package dev.penstock.source.column;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/** Writes JSON values into a vector at one place of a nested column. */
abstract class NestedNode {
  abstract void attach(FieldVector vector);

  /** Bytes that each place takes, filled or not. */
  abstract int width();

  /**
   * Writes the value at which the parser stands, which is not null, and leaves the parser at its
   * last token.
   *
   * @return about how many bytes it takes
   */
  abstract long write(JsonParser parser, int index) throws IOException;

  static NestedNode of(ColumnType type, UnaryOperator<String> naming) {
    return switch (type.kind()) {
      case LIST -> new Elements(of(type.element().orElseThrow(), naming));
      case STRUCT -> new Members(type.members(), naming);
      default -> new Leaf(type);
    };
  }

  private static UnfitValueException unfit(JsonParser parser, String reason) throws IOException {
    return UnfitValueException.of(text(parser), reason).mended("json");
  }

  /** A text without its quotes, everything else as it was written. */
  private static byte[] text(JsonParser parser) throws IOException {
    return parser.currentToken().isStructStart()
        ? NestedWriter.json(parser)
        : parser.getText().getBytes(UTF_8);
  }

  private static final class Elements extends NestedNode {
    private final NestedNode element;
    private ListVector lists;

    Elements(NestedNode element) {
      this.element = element;
    }

    @Override
    void attach(FieldVector vector) {
      lists = (ListVector) vector;
      element.attach(lists.getDataVector());
    }

    @Override
    int width() {
      return Integer.BYTES;
    }

    @Override
    long write(JsonParser parser, int index) throws IOException {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        throw unfit(parser, "is no list");
      }
      int first = lists.startNewValue(index);
      int count = 0;
      long bytes = width();
      for (JsonToken token = parser.nextToken();
          token != JsonToken.END_ARRAY;
          token = parser.nextToken()) {
        bytes += element.width();
        if (token != JsonToken.VALUE_NULL) {
          bytes += element.write(parser, first + count);
        }
        count++;
      }
      lists.endValue(index, count);
      return bytes;
    }
  }

  private static final class Members extends NestedNode {
    private static final Integer NONE = -1;

    private final UnaryOperator<String> naming;
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, Integer> given = new HashMap<>();
    private final NestedNode[] members;
    private final long[] written;
    private final int width;
    private StructVector structs;
    private long count;

    Members(List<ColumnType.Member> types, UnaryOperator<String> naming) {
      this.naming = naming;
      this.members =
          types.stream().map(member -> of(member.type(), naming)).toArray(NestedNode[]::new);
      this.written = new long[members.length];
      types.forEach(member -> places.put(key(member.name()), places.size()));
      int all = 0;
      for (NestedNode member : members) {
        all += member.width();
      }
      this.width = all;
    }

    @Override
    void attach(FieldVector vector) {
      structs = (StructVector) vector;
      for (int i = 0; i < members.length; i++) {
        members[i].attach((FieldVector) structs.getChildByOrdinal(i));
      }
    }

    @Override
    int width() {
      return width;
    }

    @Override
    long write(JsonParser parser, int index) throws IOException {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw unfit(parser, "is no object");
      }
      structs.setIndexDefined(index);
      count++;
      long bytes = 0;
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken token = parser.nextToken();
        int place = place(name);
        // Of a name that is there twice, the first value counts.
        if (place < 0 || token == JsonToken.VALUE_NULL || written[place] == count) {
          parser.skipChildren();
        } else {
          written[place] = count;
          bytes += members[place].write(parser, index);
        }
      }
      return bytes;
    }

    /** Letter case does not tell names apart. */
    private static String key(String name) {
      return name.toLowerCase(Locale.ROOT);
    }

    private int place(String name) {
      Integer place = given.get(name);
      if (place == null) {
        place = places.getOrDefault(key(naming.apply(name)), NONE);
        // Names without end are looked up each time.
        if (given.size() < 10_000) {
          given.put(name, place);
        }
      }
      return place;
    }
  }

  private static final class Leaf extends NestedNode {
    private final ColumnType.Kind kind;
    private final ValueWriter writer;
    private FieldVector values;
    private int capacity;

    Leaf(ColumnType type) {
      this.kind = type.kind();
      this.writer = type.writer();
    }

    @Override
    void attach(FieldVector vector) {
      values = vector;
      capacity = vector.getValueCapacity();
      writer.attach(vector);
    }

    @Override
    int width() {
      return kind == ColumnType.Kind.DECIMAL ? 2 * Long.BYTES : Long.BYTES;
    }

    @Override
    long write(JsonParser parser, int index) throws IOException {
      while (index >= capacity) {
        values.reAlloc();
        attach(values);
      }
      if (kind == ColumnType.Kind.JSON) {
        return writer.write(NestedWriter.json(parser), index);
      }
      JsonToken token = parser.currentToken();
      if (token.isStructStart() && kind != ColumnType.Kind.TEXT) {
        throw unfit(parser, "is no single value");
      }
      return token == JsonToken.VALUE_NUMBER_INT
              && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
          ? writer.write(parser.getLongValue(), index)
          : writer.write(text(parser), index);
    }
  }
}

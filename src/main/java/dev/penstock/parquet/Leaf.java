package dev.penstock.parquet;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.column.ColumnDescriptor;

/**
 * A place inside a column where values stand.
 *
 * @param field of the values, named as the column
 * @param ancestors the lists and structs around it, from the outermost on
 */
record Leaf(Field field, ColumnDescriptor column, List<Ancestor> ancestors) {
  Leaf {
    ancestors = List.copyOf(ancestors);
  }

  /**
   * The leaves of a column in their order in the file.
   *
   * @param columns gives the descriptor of each of them
   */
  static List<Leaf> of(Field column, Iterator<ColumnDescriptor> columns) {
    List<Leaf> leaves = new ArrayList<>();
    collect(column, column.getName(), new Way(List.of(), 0, 0), columns, leaves);
    return leaves;
  }

  private static void collect(
      Field field, String name, Way way, Iterator<ColumnDescriptor> columns, List<Leaf> leaves) {
    if (ParquetTypes.isList(field)) {
      collect(field.getChildren().get(0), name, way.intoList(), columns, leaves);
    } else if (ParquetTypes.isStruct(field)) {
      for (int i = 0; i < field.getChildren().size(); i++) {
        collect(field.getChildren().get(i), name, way.intoStruct(i), columns, leaves);
      }
    } else {
      Field named = new Field(name, field.getFieldType(), field.getChildren());
      leaves.add(new Leaf(named, columns.next(), way.ancestors()));
    }
  }

  /**
   * How far down it went.
   *
   * @param defined the definition level of a null here
   * @param repeated how many lists are around
   */
  private record Way(List<Ancestor> ancestors, int defined, int repeated) {
    Way intoList() {
      return new Way(with(Ancestor.list(defined, repeated + 1)), defined + 2, repeated + 1);
    }

    Way intoStruct(int member) {
      return new Way(with(Ancestor.struct(member, defined)), defined + 1, repeated);
    }

    private List<Ancestor> with(Ancestor next) {
      List<Ancestor> all = new ArrayList<>(ancestors);
      all.add(next);
      return all;
    }
  }
}

package dev.penstock.schema;

import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Between lists and structs: elements and members are brought into the other type one by one, by
 * the names of members. A value has a place when all that is in it has one.
 */
final class NestedConversion implements Conversion {
  private final Place root;

  /** What is done at one place. */
  private interface Place {
    /** False when something has no place; what was written meanwhile is to be overwritten. */
    boolean copy(FieldVector from, int row, FieldVector to, int into);
  }

  private NestedConversion(Place root) {
    this.root = root;
  }

  static boolean isNested(FieldVector vector) {
    return vector instanceof ListVector || vector instanceof StructVector;
  }

  /** Between fields of these types. */
  static NestedConversion between(Field from, Field to) {
    return new NestedConversion(place(from, to));
  }

  @Override
  public void run(FieldVector from, FieldVector to, int rows, Unfit unfit) {
    for (int row = 0; row < rows; row++) {
      if (!copy(from, row, to, row)) {
        to.setNull(row);
        unfit.at(row);
      }
    }
  }

  /** One value; false when it has no place. */
  boolean copy(FieldVector from, int row, FieldVector to, int into) {
    return root.copy(from, row, to, into);
  }

  private static Place place(Field from, Field to) {
    Place value = value(from, to);
    return (source, row, target, into) -> {
      if (source.isNull(row)) {
        target.setNull(into);
        return true;
      }
      return value.copy(source, row, target, into);
    };
  }

  private static Place value(Field from, Field to) {
    return switch (to.getType().getTypeID()) {
      case List -> isSameKind(from, to) ? list(from, to) : NestedConversion::none;
      case Struct -> isSameKind(from, to) ? struct(from, to) : NestedConversion::none;
      default ->
          from.getType().equals(to.getType())
              ? NestedConversion::same
              : NestedConversion::converted;
    };
  }

  private static boolean isSameKind(Field from, Field to) {
    return from.getType().getTypeID() == to.getType().getTypeID();
  }

  private static boolean none(FieldVector from, int row, FieldVector to, int into) {
    return false;
  }

  private static boolean same(FieldVector from, int row, FieldVector to, int into) {
    to.copyFromSafe(row, into, from);
    return true;
  }

  private static boolean converted(FieldVector from, int row, FieldVector to, int into) {
    if (from instanceof Float4Vector narrow && to instanceof Float8Vector wide) {
      wide.setSafe(into, narrow.get(row));
      return true;
    }
    return Values.of(from, row).filter(value -> Fitting.put(to, into, value)).isPresent();
  }

  private static Place list(Field from, Field to) {
    Place element = place(from.getChildren().get(0), to.getChildren().get(0));
    return (source, row, target, into) -> {
      ListVector lists = (ListVector) source;
      ListVector others = (ListVector) target;
      int start = lists.getElementStartIndex(row);
      int count = lists.getElementEndIndex(row) - start;
      int first = others.startNewValue(into);
      for (int i = 0; i < count; i++) {
        if (!element.copy(
            lists.getDataVector(),
            start + i,
            reserved(others.getDataVector(), first + i),
            first + i)) {
          return false;
        }
      }
      others.endValue(into, count);
      return true;
    };
  }

  private static Place struct(Field from, Field to) {
    List<Field> wanted = to.getChildren();
    int[] sources = new int[wanted.size()];
    Place[] members = new Place[wanted.size()];
    for (int i = 0; i < sources.length; i++) {
      sources[i] = index(from, wanted.get(i).getName());
      members[i] =
          sources[i] < 0
              ? (source, row, target, into) -> true
              : place(from.getChildren().get(sources[i]), wanted.get(i));
    }
    return (source, row, target, into) -> {
      StructVector structs = (StructVector) source;
      StructVector others = (StructVector) target;
      others.setIndexDefined(into);
      for (int i = 0; i < sources.length; i++) {
        FieldVector member = reserved((FieldVector) others.getChildByOrdinal(i), into);
        if (sources[i] < 0) {
          member.setNull(into);
        } else if (!members[i].copy(
            (FieldVector) structs.getChildByOrdinal(sources[i]), row, member, into)) {
          return false;
        }
      }
      return true;
    };
  }

  private static int index(Field struct, String name) {
    for (int i = 0; i < struct.getChildren().size(); i++) {
      if (struct.getChildren().get(i).getName().equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  private static FieldVector reserved(FieldVector vector, int index) {
    while (vector.getValueCapacity() <= index) {
      vector.reAlloc();
    }
    return vector;
  }
}

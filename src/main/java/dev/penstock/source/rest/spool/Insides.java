package dev.penstock.source.rest.spool;

import com.fasterxml.jackson.core.JsonParser;
import dev.penstock.source.Split.Part;
import dev.penstock.source.column.ColumnType;
import dev.penstock.source.column.NestedWriter;
import dev.penstock.source.rest.spool.Seen.Kind;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The types of columns whose lists are to land as lists. */
final class Insides {
  /** More than this for one value, and the column stays JSON text. */
  private static final long MOST_BYTES = 1L << 27;

  private final Map<Integer, Column> columns = new HashMap<>();

  private record Column(InsideRules rules, Inside inside) {}

  private Insides() {}

  /** Looks at all lists of a filled spool. */
  static Insides of(Spool spool, Wishes wishes, Runnable stop) throws IOException {
    Insides insides = new Insides();
    if (wishes.members().deepest().isEmpty()) {
      return insides;
    }
    List<Field> fields = spool.fields().columns();
    for (int i = 0; i < fields.size(); i++) {
      insides.expect(i, fields.get(i).name(), spool.fields().seen(i), wishes);
    }
    if (!insides.columns.isEmpty()) {
      for (Part part : Part.values()) {
        JsonCells.visit(spool.file(part), insides::look, stop);
      }
    }
    return insides;
  }

  /** What was of another kind, in this run or before, goes the way of all that is mixed. */
  private void expect(int column, String name, Seen seen, Wishes wishes) {
    Optional<ColumnType> earlier = Optional.ofNullable(wishes.earlier().get(name));
    boolean isList = earlier.map(type -> type.kind() == ColumnType.Kind.LIST).orElse(false);
    boolean wanted = wishes.columns().isEmpty() || wishes.columns().contains(name);
    boolean holds = seen.kinds().equals(EnumSet.of(Kind.JSON));
    if (wanted
        && !wishes.types().containsKey(name)
        && (isList ? holds || seen.kinds().isEmpty() : holds && earlier.isEmpty())) {
      InsideRules rules =
          new InsideRules(name, wishes.members().naming(), wishes.members().deepest().getAsInt());
      Inside inside = Inside.of(rules);
      earlier.ifPresent(inside::addEarlier);
      columns.put(column, new Column(rules, inside));
    }
  }

  private void look(int column, byte[] bytes, int from, int length) throws IOException {
    Column wanted = columns.get(column);
    if (wanted != null) {
      wanted.rules.nextValue();
      try (JsonParser parser = NestedWriter.parser(bytes, from, length)) {
        parser.nextToken();
        wanted.inside.add(parser);
      }
    }
  }

  /** Whether it is a column of lists. */
  boolean has(int column) {
    return columns.containsKey(column);
  }

  /** The type of a column of lists; empty while none of them has held a value. */
  Optional<ColumnType> type(int column) {
    Column of = columns.get(column);
    Optional<ColumnType> type = of.inside.type();
    boolean fits = !of.rules.isOverflowed() && of.inside.mostBytes() <= MOST_BYTES;
    return type.map(
        t -> fits && t.kind() == ColumnType.Kind.LIST ? t : ColumnType.of(ColumnType.Kind.JSON));
  }
}

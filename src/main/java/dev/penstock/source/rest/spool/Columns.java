package dev.penstock.source.rest.spool;

import dev.penstock.source.TypedColumn;
import dev.penstock.source.column.ColumnType;
import dev.penstock.source.rest.spool.Seen.Kind;
import dev.penstock.source.rest.spool.Types.Fractions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Schema;

/** The columns of a filled spool. */
public final class Columns {
  private static final int NOWHERE = -1;

  private final List<Output> outputs;
  private final List<String> empty;
  private final UnaryOperator<String> naming;

  private Columns(List<Output> outputs, List<String> empty, UnaryOperator<String> naming) {
    this.outputs = List.copyOf(outputs);
    this.empty = List.copyOf(empty);
    this.naming = naming;
  }

  /** Two fields that would share a column. */
  public static final class SameNameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Optional<String> list;

    SameNameException(String name) {
      super(name);
      this.list = Optional.empty();
    }

    /**
     * @param list the column in whose objects they are
     */
    SameNameException(String name, String list) {
      super(name);
      this.list = Optional.of(list);
    }

    /** The column in whose lists they are members; empty when they are fields of records. */
    public Optional<String> list() {
      return list;
    }
  }

  /**
   * The columns of what the spool holds.
   *
   * @param stop called now and then while all lists are looked at; what it throws ends that
   */
  public static Columns of(Spool spool, Wishes wishes, Runnable stop) throws IOException {
    Insides insides = Insides.of(spool, wishes, stop);
    Map<String, Output> found = new LinkedHashMap<>();
    List<String> empty = new ArrayList<>();
    List<Field> fields = spool.fields().columns();
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.get(i).name();
      List<Output> own =
          insides.has(i)
              ? list(name, i, insides.type(i))
              : outputs(name, i, spool.fields().seen(i).copy(), wishes);
      for (Output output : own) {
        if (found.put(output.name(), output) != null) {
          throw new SameNameException(output.name());
        }
      }
      if (!found.containsKey(name)) {
        empty.add(name);
      }
    }
    addEarlier(found, wishes);
    Set<String> added =
        fields.stream().filter(Field::isAdded).map(Field::name).collect(Collectors.toSet());
    return new Columns(wanted(found, wishes.columns(), added), empty, wishes.members().naming());
  }

  /** Columns that only loads before had stay, and are empty this time. */
  private static void addEarlier(Map<String, Output> found, Wishes wishes) {
    wishes
        .earlier()
        .forEach(
            (name, type) -> {
              ColumnType asked = wishes.types().getOrDefault(name, type);
              found.putIfAbsent(name, Output.found(name, asked, NOWHERE, Set.of()));
            });
  }

  /** Those that were added to the records come behind theirs, and are always wanted. */
  private static List<Output> wanted(
      Map<String, Output> found, List<String> columns, Set<String> added) {
    List<Output> wanted = new ArrayList<>();
    for (String column : columns.isEmpty() ? found.keySet() : columns) {
      Optional.ofNullable(found.get(column))
          .filter(output -> !added.contains(output.name()))
          .ifPresent(wanted::add);
    }
    found.values().stream().filter(output -> added.contains(output.name())).forEach(wanted::add);
    return wanted;
  }

  private static List<Output> list(String name, int column, Optional<ColumnType> type) {
    return type.map(t -> List.of(Output.found(name, t, column, EnumSet.of(Kind.JSON))))
        .orElse(List.of());
  }

  private static List<Output> outputs(String name, int column, Seen seen, Wishes wishes) {
    if (wishes.types().containsKey(name)) {
      ColumnType type = wishes.types().get(name);
      Set<Kind> all = EnumSet.allOf(Kind.class);
      return List.of(new Output(name, type, column, all, seen.kinds(), Output.Origin.ASKED_FOR));
    }
    Optional.ofNullable(wishes.earlier().get(name)).ifPresent(seen::addEarlier);
    Set<Kind> kinds = seen.kinds();
    if (kinds.isEmpty()) {
      return List.of();
    }
    Fractions fractions =
        wishes.cursor().filter(name::equals).isPresent() ? Fractions.DECIMAL : Fractions.DOUBLE;
    List<Set<Kind>> groups = groups(kinds);
    if (wishes.mixed() == Wishes.Mixed.TEXT || groups.size() < 2) {
      return List.of(Output.found(name, Types.of(kinds, seen, fractions), column, kinds));
    }
    return groups.stream().map(group -> variant(name, column, group, seen, fractions)).toList();
  }

  private static Output variant(
      String name, int column, Set<Kind> group, Seen seen, Fractions fractions) {
    ColumnType type = Types.of(group, seen, fractions);
    boolean main = group.contains(seen.first());
    String word = type.kind() == ColumnType.Kind.DECIMAL ? "decimal" : type.word();
    return Output.found(main ? name : name + "__v_" + word, type, column, group);
  }

  private static List<Set<Kind>> groups(Set<Kind> kinds) {
    List<Set<Kind>> groups = new ArrayList<>();
    for (Set<Kind> group : Types.GROUPS) {
      Set<Kind> there = EnumSet.copyOf(group);
      there.retainAll(kinds);
      if (!there.isEmpty()) {
        groups.add(there);
      }
    }
    return groups;
  }

  /** As batches have them, in this order. */
  public Schema schema() {
    return new Schema(outputs.stream().map(Output::field).toList());
  }

  /** What becomes of the values of each column. */
  public List<TypedColumn> types() {
    return outputs.stream().map(Output::typed).toList();
  }

  /** The names of fields that never held a value, and are therefore no columns. */
  public List<String> empty() {
    return empty;
  }

  /** The name of a column as it is delivered, for one in any letter case. */
  public Optional<String> named(String name) {
    return outputs.stream()
        .map(Output::name)
        .filter(name::equals)
        .findFirst()
        .or(() -> outputs.stream().map(Output::name).filter(name::equalsIgnoreCase).findFirst());
  }

  List<Output> outputs() {
    return outputs;
  }

  /** What writes the values of each of them. */
  Cell[] cells() {
    return outputs.stream().map(output -> Cell.of(output.type(), naming)).toArray(Cell[]::new);
  }

  /** By field and kind, at which place of a batch its values go; negative for nowhere. */
  int[][] places(int fields) {
    int[][] places = new int[fields][Kind.COUNT];
    for (int[] place : places) {
      java.util.Arrays.fill(place, NOWHERE);
    }
    for (int i = 0; i < outputs.size(); i++) {
      Output output = outputs.get(i);
      for (Kind kind : output.kinds()) {
        places[output.column()][kind.place()] = i;
      }
    }
    return places;
  }
}

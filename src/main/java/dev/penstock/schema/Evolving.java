package dev.penstock.schema;

import dev.penstock.job.Cursor;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.SchemaContract;
import dev.penstock.job.SchemaContract.Mode;
import dev.penstock.job.WriteDisposition;
import dev.penstock.schema.Evolution.Care;
import dev.penstock.schema.Evolution.Landing;
import dev.penstock.schema.TableSchema.Column;
import dev.penstock.schema.TableSchema.Presence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Compares the columns of a source with those of the last load. */
final class Evolving {
  private final SchemaContract contract;
  private final Job job;
  private final TableSchema before;
  private final List<Column> source;

  /**
   * When all files of before go away, nothing in them has to be readable together with new ones.
   */
  private final boolean anew;

  private final Told told;
  private final Map<Integer, Landing> kept = new LinkedHashMap<>();
  private final List<Landing> added = new ArrayList<>();
  private final List<Integer> guards = new ArrayList<>();

  Evolving(Job job, TableSchema before, List<Column> source) {
    this.job = job;
    this.contract = job.target().contract();
    this.before = before;
    this.source = List.copyOf(source);
    this.anew = job.target().disposition() == WriteDisposition.REPLACE;
    this.told = new Told(anew ? Told.Files.GO : Told.Files.STAY);
  }

  Evolution evolution() {
    if (before.holdsNone()) {
      return first();
    }
    for (int i = 0; i < source.size(); i++) {
      place(i);
    }
    for (int i = 0; i < before.columns().size(); i++) {
      if (!kept.containsKey(i)) {
        leave(i);
      }
    }
    List<Landing> all = all();
    List<Column> columns = all.stream().map(Landing::column).toList();
    requireOwnNames(columns);
    return new Evolution(
        before.next(columns),
        all.stream().filter(Evolving::canBeWritten).toList(),
        guards,
        told.sentences(),
        told.noted(),
        Refusals.of(job, before, told.faults()));
  }

  private Evolution first() {
    List<Landing> all = new ArrayList<>();
    for (int i = 0; i < source.size(); i++) {
      all.add(new Landing(source.get(i), i, Care.AS_IS));
    }
    return new Evolution(
        before.next(source), all, List.of(), List.of(), List.of(), Refusals.ofNew(job));
  }

  /** Those of before in their order, then the new ones; in the source's order where all is new. */
  private List<Landing> all() {
    List<Landing> all = new ArrayList<>();
    kept.keySet().stream().sorted().forEach(i -> all.add(kept.get(i)));
    all.addAll(added);
    if (anew && contract.columns() == Mode.EVOLVE) {
      all.sort(Comparator.comparingInt(Landing::from));
    }
    return all;
  }

  /** Of a type that is not known here, nobody but its source can make a column. */
  private static boolean canBeWritten(Landing landing) {
    return landing.care() == Care.AS_IS
        || LandedType.of(landing.column().type()).field("").isPresent();
  }

  private void requireOwnNames(List<Column> columns) {
    ColumnNames.requireDistinct(job.place(), columns);
  }

  private void place(int at) {
    Column offered = source.get(at);
    Siblings siblings = Siblings.of(before.columns(), kept.keySet(), offered);
    if (siblings.isEmpty()) {
      placeNew(at, offered);
      return;
    }
    if (anew && (contract.types() == Mode.EVOLVE || contract.types() == Mode.VARIANT)) {
      int base = siblings.best(offered);
      Column was = before.columns().get(base);
      told.replaced(was, offered);
      kept.put(base, new Landing(named(offered, siblings.name(offered)), at, Care.AS_IS));
      return;
    }
    Optional<Integer> holding = siblings.holding(offered);
    if (holding.isPresent()) {
      hold(holding.get(), at, offered);
      return;
    }
    switch (contract.types()) {
      case EVOLVE -> change(siblings, at, offered);
      case FREEZE -> refuse(siblings.current(), at, Refusals::otherType, offered);
      case VARIANT -> keepApart(siblings, at, offered);
      case DISCARD_ROW, DISCARD_VALUE -> fit(siblings.current(), at, offered);
    }
  }

  private static Column named(Column column, String name) {
    return new Column(name, column.sourceName(), column.sourceType(), column.type());
  }

  private void placeNew(int at, Column offered) {
    switch (contract.columns()) {
      case EVOLVE, VARIANT -> {
        told.added(offered, at);
        added.add(new Landing(offered, at, Care.AS_IS));
      }
      case FREEZE -> told.fault(Refusals.newColumn(offered));
      case DISCARD_VALUE -> told.leftOut(offered);
      case DISCARD_ROW -> {
        told.guarded(offered);
        guards.add(at);
      }
    }
  }

  /** Into a column whose type holds every value of the source's. */
  private void hold(int index, int at, Column offered) {
    Column was = before.columns().get(index);
    boolean same = was.type().equals(offered.type());
    if (contract.types() == Mode.VARIANT) {
      told.heldApart(was, offered);
    } else {
      told.held(was, offered);
    }
    kept.put(
        index,
        new Landing(
            new Column(was.name(), offered.sourceName(), offered.sourceType(), was.type()),
            at,
            same ? Care.AS_IS : Care.EXACT));
  }

  private void change(Siblings siblings, int at, Column offered) {
    Optional<Integer> widened = siblings.widened(offered);
    if (widened.isPresent()) {
      widen(widened.get(), at, offered);
      return;
    }
    Column variant =
        variant(siblings, VariantKinds.kind(LandedType.of(offered.type())), at, offered);
    told.variant(siblings.name(offered), before.columns().get(siblings.current()), variant);
  }

  /** Each column has one type for ever, but for members that come to its structs. */
  private void keepApart(Siblings siblings, int at, Column offered) {
    Optional<Integer> grown = siblings.grown(offered);
    if (grown.isPresent()) {
      widen(grown.get(), at, offered);
    } else if (tellsRows(offered)) {
      refuse(siblings.current(), at, Refusals::partedKey, offered);
    } else {
      Column variant =
          variant(siblings, VariantKinds.exactKind(LandedType.of(offered.type())), at, offered);
      told.parted(siblings.name(offered), before.columns().get(siblings.current()), variant);
    }
  }

  /** What a row is known by must not be looked for in two columns. */
  private boolean tellsRows(Column offered) {
    return job.loadType() == LoadType.INCREMENTAL
        && Stream.concat(
                job.target().primaryKey().stream(),
                job.extract().cursor().map(Cursor::column).stream())
            .map(name -> name.replace(".", "__"))
            .anyMatch(offered.sourceName()::equalsIgnoreCase);
  }

  private void refuse(int index, int at, BiFunction<Column, Column, String> why, Column offered) {
    Column was = before.columns().get(index);
    told.fault(why.apply(was, offered));
    kept.put(index, new Landing(was, at, Care.EXACT));
  }

  private Column variant(Siblings siblings, String kind, int at, Column offered) {
    Column variant = named(offered, free(siblings.name(offered) + Siblings.VARIANT + kind));
    added.add(new Landing(variant, at, Care.AS_IS));
    return variant;
  }

  /** Two types of one kind may go together with none but themselves. */
  private String free(String wanted) {
    String name = wanted;
    for (int i = 2; isTaken(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  private boolean isTaken(String name) {
    return before.columns().stream().anyMatch(column -> column.name().equalsIgnoreCase(name));
  }

  private void widen(int index, int at, Column offered) {
    Column was = before.columns().get(index);
    LandedType wide = LandedType.of(was.type()).join(LandedType.of(offered.type())).orElseThrow();
    told.widened(was, offered, wide.word());
    Column now = new Column(was.name(), offered.sourceName(), offered.sourceType(), wide.word());
    kept.put(
        index, new Landing(now, at, wide.word().equals(offered.type()) ? Care.AS_IS : Care.EXACT));
  }

  private void fit(int index, int at, Column offered) {
    Column was = before.columns().get(index);
    told.fitted(was, offered, contract.types());
    kept.put(
        index,
        new Landing(
            was.with(Presence.DELIVERED),
            at,
            contract.types() == Mode.DISCARD_ROW ? Care.FIT_OR_NO_ROW : Care.FIT_OR_NULL));
  }

  /** At the source, when it was delivered last. */
  private int position(int index) {
    return (int) before.columns().subList(0, index).stream().filter(Column::isDelivered).count();
  }

  /** What the source has no more, or not under this type. */
  private void leave(int index) {
    Column was = before.columns().get(index);
    boolean elsewhere = Siblings.isOfAny(was, source);
    if (was.isDelivered() && !elsewhere) {
      if (contract.columns() == Mode.FREEZE) {
        told.fault(Refusals.goneColumn(was));
      }
      told.gone(was, position(index), anew && contract.columns() == Mode.EVOLVE);
    }
    if (!(anew && contract.columns() == Mode.EVOLVE)) {
      kept.put(index, new Landing(was.with(Presence.GONE), -1, Care.EMPTY));
    }
  }
}

package dev.penstock.source.rest.spool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A name inside records: a column, or an object with names of its own, or in turn both. Used by one
 * thread.
 */
public final class Field {
  private static final int NONE = -1;

  private final Fields all;
  private final String given;
  private final String name;
  private final Treatment treatment;
  private final Map<String, Field> children = new HashMap<>();
  private final boolean added;
  private int column = NONE;

  private Field(Fields all, String given, Treatment above) {
    this.all = all;
    this.given = given;
    this.name = all.rules.name(given);
    this.treatment = above == Treatment.KEEP ? all.rules.of(given) : above;
    this.added = false;
  }

  private Field(Fields all, String name) {
    this.all = all;
    this.given = name;
    this.name = name;
    this.treatment = Treatment.KEEP;
    this.added = true;
  }

  /** Whether it is none of the API's, but was added to its records. */
  boolean isAdded() {
    return added;
  }

  /** What becomes of its values, and of those of its members. */
  Treatment treatment() {
    return treatment;
  }

  /** The name as the API gives it. */
  String given() {
    return given;
  }

  /** The name as columns have it: those of nested objects joined by two underscores. */
  public String name() {
    return name;
  }

  /** The member of this name; made when it is new. */
  public Field child(String key) {
    Field child = children.get(key);
    return child == null ? add(key) : child;
  }

  private Field add(String key) {
    String step = key.isEmpty() ? "_empty" : key;
    Field child = new Field(all, given.isEmpty() ? step : given + "__" + step, treatment);
    children.put(key, child);
    return child;
  }

  /** The index of its column; from the first value on there is one. */
  int column() {
    if (column == NONE) {
      column = all.add(this);
    }
    return column;
  }

  /** Whether values of its own were seen, beside those of its members. */
  boolean isColumn() {
    return column != NONE;
  }

  void forgetColumn() {
    column = NONE;
  }

  /** All fields of a package of records, and what was seen in them. */
  static final class Fields {
    private static final int MOST = 5_000;

    private final Treatments rules;
    private final Field root;
    private final List<Field> columns = new ArrayList<>();
    private final List<Seen> seen = new ArrayList<>();

    Fields(Treatments rules) {
      this.rules = rules;
      this.root = new Field(this, "", Treatment.KEEP);
    }

    Field root() {
      return root;
    }

    /** A field that no record has, under a name that is its own. */
    Field added(String name) {
      return new Field(this, name);
    }

    private int add(Field field) {
      if (columns.size() == MOST) {
        throw new TooManyFieldsException(MOST);
      }
      columns.add(field);
      seen.add(new Seen());
      return columns.size() - 1;
    }

    List<Field> columns() {
      return columns;
    }

    Seen seen(int column) {
      return seen.get(column);
    }

    /** Notes what each value of a row is. */
    void note(Row row) {
      for (int i = 0; i < row.count(); i++) {
        Seen one = seen.get(row.column(i));
        Tag tag = row.tag(i);
        switch (tag) {
          case LONG -> one.add(row.number(i));
          case BIG -> {
            boolean negative = row.bytes()[row.start(i)] == '-';
            one.addBig(negative ? row.length(i) - 1 : row.length(i));
          }
          case FRACTION -> one.addFraction(row.bytes(), row.start(i), row.length(i));
          case FALSE, TRUE, TEXT, JSON, DATE, TIMESTAMP, INSTANT -> one.add(tag.kind());
        }
      }
    }

    /** What was seen up to now. */
    List<Seen> copy() {
      return seen.stream().map(Seen::copy).toList();
    }

    /** Forgets what was seen since. */
    void restore(List<Seen> before) {
      while (columns.size() > before.size()) {
        columns.remove(columns.size() - 1).forgetColumn();
      }
      seen.clear();
      before.forEach(one -> seen.add(one.copy()));
    }
  }

  /** Records that have more fields than a table has columns. */
  public static final class TooManyFieldsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyFieldsException(int most) {
      super("more than %,d different fields".formatted(most));
    }
  }
}

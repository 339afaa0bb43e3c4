package dev.penstock.source.rest.nested;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.job.Endpoint.Inner;
import dev.penstock.source.Split.Part;
import dev.penstock.source.rest.json.Nesting;
import dev.penstock.source.rest.spool.Field;
import dev.penstock.source.rest.spool.Row;
import dev.penstock.source.rest.spool.RowDigest;
import dev.penstock.source.rest.spool.RowLists;
import dev.penstock.source.rest.spool.Spool;
import dev.penstock.source.rest.spool.Treatments;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The tables that the lists in the rows of a spool make, each with a spool of its own, and in turn
 * with tables inside. Filled by the thread that fills the spool.
 */
public final class InnerTables implements Spool.Lists, AutoCloseable {
  /** One row holds a few of them; where names are data, there would be no end. */
  private static final int MOST = 50;

  private static final int ID_BYTES = 16;

  private final Spool spool;
  private final Terms terms;
  private final Field rowId;
  private final Row rest = new Row();
  private final Map<String, InnerTable> tables = new LinkedHashMap<>();
  private final Map<String, Spool> unseen = new HashMap<>();
  private final MessageDigest digest;
  private Optional<Field> cursor = Optional.empty();
  private int pages;

  /**
   * What all tables of a job are made by.
   *
   * @param nesting of what lies in the lists
   * @param treatments of what lies in the lists of this level, by names that begin with the list's
   * @param cursor the column whose value each row of a table gets from the outermost record
   * @param wanted the lists that are to be tables, by the names that lead to them
   */
  public record Terms(
      Nesting nesting, Treatments treatments, Optional<String> cursor, Predicate<String> wanted) {
    Terms under(Field list) {
      return new Terms(
          nesting.inList(),
          treatments.under(list),
          cursor.map(InnerTable::ofRoot),
          inner -> wanted.test(list.name() + Inner.JOINT + inner));
    }
  }

  /** Too many lists for all of them to be tables. */
  public static final class TooManyTablesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyTablesException() {
      super("more than %d different lists, of which each would be a table".formatted(MOST));
    }
  }

  private InnerTables(Spool spool, Terms terms, Field rowId) {
    this.spool = spool;
    this.terms = terms;
    this.rowId = rowId;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Takes the lists out of the rows of a spool; the caller closes it before the spool. */
  public static InnerTables in(Spool spool, Terms terms) {
    return in(spool, terms, spool.added(Inner.ROW_ID));
  }

  /**
   * @param rowId holds the id of a row that has one already
   */
  static InnerTables in(Spool spool, Terms terms, Field rowId) {
    InnerTables made = new InnerTables(spool, terms, rowId);
    if (terms.nesting().deepest() > 0) {
      spool.hand(made);
    }
    return made;
  }

  /**
   * Gives a record its id by what it holds now, so that what is added later makes no difference.
   */
  public void identify(Row record) {
    record.putText(rowId, digestOf(record));
  }

  @Override
  public Row without(Row record, Part part) throws IOException {
    String id = record.value(rowId).orElseGet(() -> digestOf(record));
    if (terms.cursor().isPresent() && cursor.isEmpty()) {
      cursor = spool.find(terms.cursor().get());
    }
    RowLists.split(
        record,
        spool.columns(),
        (field, json, from, length) -> {
          if (!terms.wanted().test(field.name())) {
            return false;
          }
          InnerTable table = table(field);
          table.take(part, id, json, from, length, row -> root(record, row, table));
          return true;
        },
        rest);
    rest.putText(rowId, id);
    return rest;
  }

  private void root(Row record, Row row, InnerTable table) {
    cursor.ifPresent(field -> record.copy(field, row, table.root().orElseThrow()));
  }

  /** The same for rows with the same values, whenever and in whatever order they are read. */
  private String digestOf(Row row) {
    digest.reset();
    RowDigest.add(row, spool.columns(), digest);
    return hex(digest.digest());
  }

  /** Of a row that is known by its place. */
  static String id(String parent, String list, int index) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return hex(digest.digest((parent + " " + list + " " + index).getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String hex(byte[] sum) {
    return HexFormat.of().formatHex(sum, 0, ID_BYTES);
  }

  private InnerTable table(Field field) throws IOException {
    String list = field.name();
    InnerTable table = tables.get(list);
    if (table == null) {
      if (tables.size() == MOST) {
        throw new TooManyTablesException();
      }
      table = new InnerTable(list, terms.under(field));
      tables.put(list, table);
      for (int page = 0; page < pages; page++) {
        table.spool().beginPage();
      }
    }
    return table;
  }

  /** The names of all tables that have rows, those inside tables among them. */
  public List<String> names() {
    return tables.values().stream().flatMap(table -> table.names().stream()).toList();
  }

  /** What is in a table; nothing in one of which no list was seen. */
  public synchronized Spool found(String name) {
    return find(name)
        .orElseGet(() -> unseen.computeIfAbsent(name, list -> new Spool(Treatments.NONE)));
  }

  Optional<Spool> find(String name) {
    return tables.values().stream().flatMap(table -> table.find(name).stream()).findFirst();
  }

  /** Whether a column of a table has this name, behind that of its list. */
  public boolean has(String name) {
    return tables.values().stream().anyMatch(table -> table.has(name));
  }

  @Override
  public void beginPage() throws IOException {
    pages++;
    for (InnerTable table : tables.values()) {
      table.spool().beginPage();
    }
  }

  @Override
  public void dropPage() throws IOException {
    pages--;
    for (InnerTable table : tables.values()) {
      table.spool().dropPage();
    }
  }

  @Override
  public void endPages() throws IOException {
    for (InnerTable table : tables.values()) {
      table.spool().endPages();
    }
  }

  @Override
  public void close() {
    tables.values().forEach(InnerTable::close);
    unseen.values().forEach(Spool::close);
  }
}

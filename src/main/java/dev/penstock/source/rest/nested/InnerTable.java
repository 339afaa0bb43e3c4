package dev.penstock.source.rest.nested;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.penstock.job.Endpoint.Inner;
import dev.penstock.source.Split.Part;
import dev.penstock.source.rest.json.Document;
import dev.penstock.source.rest.json.RecordReader;
import dev.penstock.source.rest.spool.Field;
import dev.penstock.source.rest.spool.Row;
import dev.penstock.source.rest.spool.Spool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The elements of one list of all records, each a row. */
final class InnerTable implements AutoCloseable {
  private final String list;
  private final Spool spool;
  private final InnerTables inner;
  private final RecordReader reader;
  private final Field rowId;
  private final Field parentId;
  private final Field index;
  private final Optional<Field> root;

  /**
   * @param list the name of the list in the table above
   */
  InnerTable(String list, InnerTables.Terms terms) {
    this.list = list;
    this.spool = new Spool(terms.treatments());
    this.rowId = spool.added(Inner.ROW_ID);
    this.parentId = spool.added(Inner.PARENT_ID);
    this.index = spool.added(Inner.LIST_INDEX);
    this.root = terms.cursor().map(spool::added);
    this.inner = InnerTables.in(spool, terms, rowId);
    this.reader = new RecordReader(spool.row(), spool.root(), terms.nesting());
  }

  static String ofRoot(String cursor) {
    return cursor.startsWith(Inner.ofRoot("")) ? cursor : Inner.ofRoot(cursor);
  }

  Spool spool() {
    return spool;
  }

  /** The column that takes the value of the outermost record. */
  Optional<Field> root() {
    return root;
  }

  /**
   * Makes a row of each element.
   *
   * @param json a list, from {@code from} on
   * @param more adds what else a row has
   */
  void take(Part part, String parent, byte[] json, int from, int length, Consumer<Row> more)
      throws IOException {
    try (JsonParser parser = Document.again(json, from, length)) {
      parser.nextToken();
      int place = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        reader.read(parser);
        Row row = spool.row();
        row.putText(rowId, InnerTables.id(parent, list, place));
        row.putText(parentId, parent);
        row.put(index, place);
        more.accept(row);
        spool.keep(part);
        place++;
      }
    }
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    if (spool.rows(Part.NEW) + spool.rows(Part.AGAIN) > 0) {
      names.add(list);
    }
    inner.names().forEach(name -> names.add(list + Inner.JOINT + name));
    return names;
  }

  Optional<Spool> find(String name) {
    String prefix = list + Inner.JOINT;
    return name.equals(list)
        ? Optional.of(spool)
        : Optional.of(name)
            .filter(other -> other.startsWith(prefix))
            .flatMap(other -> inner.find(other.substring(prefix.length())));
  }

  boolean has(String name) {
    String prefix = list + Inner.JOINT;
    if (!name.regionMatches(true, 0, prefix, 0, prefix.length())) {
      return false;
    }
    String rest = name.substring(prefix.length());
    return spool.names().stream()
            .anyMatch(
                column ->
                    column.equalsIgnoreCase(rest)
                        || column.regionMatches(true, 0, rest + "__", 0, rest.length() + 2))
        || inner.has(rest);
  }

  @Override
  public void close() {
    try (Spool closed = spool) {
      assert closed == spool;
      inner.close();
    }
  }
}

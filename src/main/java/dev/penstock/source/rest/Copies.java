package dev.penstock.source.rest;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.source.Split.Part;
import dev.penstock.source.rest.nested.InnerTables;
import dev.penstock.source.rest.parent.Needs;
import dev.penstock.source.rest.parent.ParentRecord;
import dev.penstock.source.rest.spool.Field;
import dev.penstock.source.rest.spool.Row;
import dev.penstock.source.rest.spool.Spool;
import java.util.List;
import java.util.Optional;

/**
 * Puts fields of the parent into each record that was asked for it.
 *
 * @param tables in the records; a record has its id there by its own fields and the key of its
 *     parent, as the other fields may change while the record does not
 */
record Copies(Spool spool, Needs needs, ParentRecord parent, Optional<InnerTables> tables)
    implements Intake.Aside {
  @Override
  public void begin() {
    // Nothing is kept from page to page.
  }

  @Override
  public void drop() {
    // Nothing is kept from page to page.
  }

  @Override
  public Optional<Part> take(String where, Part part) {
    copy(where, needs.key());
    tables.ifPresent(inside -> inside.identify(spool.row()));
    copy(where, needs.copied().stream().filter(name -> !needs.key().contains(name)).toList());
    return Optional.of(part);
  }

  private void copy(String where, List<String> names) {
    Row row = spool.row();
    for (String name : names) {
      Field field = spool.root().child(Needs.PREFIX + name);
      if (row.value(field).isPresent()) {
        throw sameName(where, name);
      }
      Optional<String> literal = parent.literal(name);
      if (literal.filter(text -> text.startsWith("\"")).isPresent()) {
        row.putText(field, parent.text(name).orElseThrow());
      } else {
        literal.ifPresent(text -> row.putLiteral(field, text));
      }
    }
  }

  private static IngestException sameName(String where, String name) {
    return new IngestException(
        ErrorCode.SOURCE_REFUSED,
        "%s: the records have a field '%s' of their own, and '%s' of the parent would become the same column.\nGive the parent's field another name in rename_columns of the parent's row."
            .formatted(where, Needs.PREFIX + name, name));
  }
}

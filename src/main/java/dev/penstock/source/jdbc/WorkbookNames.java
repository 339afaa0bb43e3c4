package dev.penstock.source.jdbc;

import static java.util.Objects.requireNonNull;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.util.List;

/** Names that stand in the workbook, as one database takes them. */
record WorkbookNames(Database database) {
  WorkbookNames {
    requireNonNull(database, "database");
  }

  /** As it stands in the workbook, then as the database takes it without quotes. */
  List<String> spellings(String name) {
    return List.of(name, database.dialect().catalog().unquoted(name));
  }

  /**
   * As SQL has it.
   *
   * @param cell the column of the workbook, for the message that refuses it
   */
  String quoted(String cell, String name) {
    return database
        .dialect()
        .catalog()
        .quote(name)
        .orElseThrow(
            () ->
                refused(
                    cell,
                    "'%s' is a name that no database of this kind can have"
                        .formatted(name.replace('\0', '\u00b7')),
                    "Correct the name; it is empty, too long, or holds a NUL character."));
  }

  /** What stands in a cell cannot be read, and how that is mended. */
  IngestException refused(String cell, String what, String mend) {
    return new IngestException(
        ErrorCode.SOURCE_REFUSED,
        "%s, column %s: %s.\n%s".formatted(database.where(), cell, what, mend));
  }
}

package dev.penstock.evidence;

import java.util.Optional;

/** The bad inputs that a user, a source or a store may come with. */
public enum Input {
  ZERO_BYTES(Group.WORKBOOK, "zero bytes"),
  TEXT_FILE(Group.WORKBOOK, "text named .xlsx"),
  OLD_XLS(Group.WORKBOOK, "the old format .xls"),
  BINARY_XLSB(Group.WORKBOOK, "the binary format .xlsb"),
  PASSWORD_PROTECTED(Group.WORKBOOK, "protected by a password"),
  TRUNCATED(Group.WORKBOOK, "truncated in mid-zip"),
  DAMAGED_PART(Group.WORKBOOK, "damaged bytes inside, broken XML, a part that is missing"),
  NOT_THERE(Group.WORKBOOK, "no such file"),
  ANOTHER_ZIP(Group.WORKBOOK, "a zip archive that is no workbook"),
  ZIP_BOMB(Group.WORKBOOK, "zip bomb in a sheet"),
  MANY_PARTS(Group.WORKBOOK, "thousands of parts"),
  MUCH_TEXT(Group.WORKBOOK, "text without end: in one cell, in all cells, in shared texts"),
  DEEP_OR_MANY_NAMED_XML(Group.WORKBOOK, "XML nested 10,000 deep, or with a million names"),
  EXTERNAL_ENTITY(Group.WORKBOOK, "DOCTYPE with an external entity"),
  BILLION_LAUGHS(Group.WORKBOOK, "billion-laughs entities"),
  SHARED_TEXT_MISSING(Group.WORKBOOK, "sharedStrings missing, or an index out of range"),
  PART_OUTSIDE(Group.WORKBOOK, "part names with ../"),
  OPEN_ELSEWHERE(Group.WORKBOOK, "open in Excel at the same time"),
  SHEET_ABSENT(Group.WORKBOOK, "required sheet absent"),
  SHEET_HIDDEN(Group.WORKBOOK, "required sheet hidden"),
  SHEET_NAME(Group.WORKBOOK, "sheet named with a trailing space or in another case"),
  HEADER_CELLS(Group.WORKBOOK, "doubled or merged header cells"),
  EMPTY_ROWS(Group.WORKBOOK, "a million formatted empty rows"),

  FORMULA(Group.CELLS, "a formula with no cached value, or with #REF!"),
  NUMBER_FOR_TEXT(Group.CELLS, "a number where text is due (00123 as 123)"),
  LONG_ID(Group.CELLS, "a long id as 1.2E+18"),
  DATE(Group.CELLS, "a date as text, as a serial, or where a name is due"),
  FLAG(Group.CELLS, "TRUE, yes, 1, Y, ' ja ' for a flag; another word"),
  INVISIBLE_CHARACTERS(
      Group.CELLS, "NBSP, zero-width characters, smart quotes, BOM around a value"),
  SAME_JOB_ID(Group.CELLS, "the same job id twice, differing in case"),
  TABLE_NAME_PATH(Group.CELLS, "table name ../../etc, CON, a/b"),
  LONG_NAME(Group.CELLS, "table name of 300 characters, or with a line break or NUL"),
  TABLE_NAME_SQL(Group.CELLS, "table name x\"; DROP TABLE y;--"),
  COLUMN_NAME_SQL(Group.CELLS, "column with ], back-tick, quote, newline"),
  SEVERAL_STATEMENTS(Group.CELLS, "filter with ; or a comment, open or hidden"),
  WATERMARK_ABSENT(Group.CELLS, "watermark column that does not exist"),
  WATERMARK_NULL(Group.CELLS, "watermark column that is nullable"),
  NUMBER_OUT_OF_RANGE(Group.CELLS, "negative, zero, 10^12 or abc for chunk_size and parallelism"),
  DEPENDENCY(Group.CELLS, "depends_on a job that is absent, disabled, itself"),
  DEPENDENCY_CYCLE(Group.CELLS, "depends_on in a cycle"),

  PATH_OUTSIDE(Group.TARGETS, "output path outside the root or into another container"),
  HOST_WITH_MORE(Group.TARGETS, "host that goes on as a URL"),
  SECRET_MISSING(Group.TARGETS, "secret reference to a missing or empty secret"),
  SECRET_DISABLED(Group.TARGETS, "secret reference to a disabled secret"),
  PASSWORD_CHARACTERS(Group.TARGETS, "password with ; @ % } quote, newline, emoji"),
  PASSWORD_IN_URL(Group.TARGETS, "password inside the URL"),
  WRONG_TENANT(Group.TARGETS, "wrong tenant"),
  MISSING_ROLE(Group.TARGETS, "missing role"),
  CLOCK(Group.TARGETS, "clock off"),
  FLAT_NAMESPACE(Group.TARGETS, "account without hierarchical namespace"),
  TOML_SYNTAX(Group.TARGETS, "TOML with a syntax error"),
  TOML_DOUBLE(Group.TARGETS, "TOML with a doubled key"),
  TOML_TYPE(Group.TARGETS, "TOML with a value of a wrong type"),
  TOML_FILE(Group.TARGETS, "TOML too large, too deep, in another encoding"),
  WRONG_CERTIFICATE(
      Group.TARGETS, "server with a wrong, expired or self-signed certificate, or without TLS"),
  HOSTILE_LOG(Group.TARGETS, "a commit record of gigabytes, nested, or with a huge number"),
  HOSTILE_AUDIT(Group.TARGETS, "an audit file of gigabytes, or saved by a spreadsheet"),

  REST_LOGIN_PAGE(Group.REST, "200 with an HTML login page, or with an error object"),
  REST_EMPTY(Group.REST, "empty body, null, missing data path"),
  REST_BROKEN(Group.REST, "truncated JSON, bad gzip, wrong charset"),
  REST_NEXT_LINK(Group.REST, "next-link to another host, to http, to itself"),
  REST_REDIRECT(Group.REST, "302 across origins with credentials"),
  REST_RETRY_AFTER(Group.REST, "429 without, with absurd, with dated Retry-After"),
  REST_TYPES(Group.REST, "a field that changes type between pages"),
  REST_HUGE(Group.REST, "a 1 GB single string, 10,000-deep nesting"),
  REST_KEYS(Group.REST, "keys doubled, empty, differing only by case, with dots"),
  PARENT_UNKNOWN(Group.REST, "parent that no row has, or a row of another source"),
  PARENT_CYCLE(Group.REST, "parents in a cycle"),
  PARENT_FIELD_ABSENT(Group.REST, "{parent.name} of a field that the parent has not"),
  PARENT_FIELD_NULL(Group.REST, "{parent.name} of a field that is null in some records"),
  PARENT_VALUE(Group.REST, "a value of the parent that leads elsewhere or breaks a header"),
  PARENT_ADDRESS(Group.REST, "an address in a parent's record: of another origin, or none"),
  PARENT_GONE(Group.REST, "404 for one record of the parent"),
  PARENT_EMPTY(Group.REST, "a parent that yields no records"),
  PARENT_NAMES(Group.REST, "parent_fields that collide with a field of the record"),

  CSV_VALUES(Group.FORMATS, "a CSV record with too many or too few values"),
  CSV_QUOTE(Group.FORMATS, "a quote in CSV that is never closed"),
  CSV_HEADER(Group.FORMATS, "CSV without a line, or with a name twice in its header"),
  CSV_ENCODING(Group.FORMATS, "CSV in another charset than it says, or in none that there is"),
  FORMAT_NUL(Group.FORMATS, "NUL inside a value"),
  JSON_LINE(Group.FORMATS, "a JSON line that is broken or truncated"),
  JSON_LINE_DEEP(Group.FORMATS, "a JSON line nested 10,000 deep, or with text without end"),
  XML_ENTITIES(Group.FORMATS, "XML with a DOCTYPE: entity bomb, external entity"),
  XML_BROKEN(Group.FORMATS, "XML that is truncated, or no XML"),
  XML_DEEP(Group.FORMATS, "XML nested 10,000 deep, or with a record without end"),
  FORMAT_PAGE(Group.FORMATS, "a web page where CSV, JSON Lines or XML is due"),
  FORMAT_EMPTY(Group.FORMATS, "an empty answer"),

  NOT_A_NUMBER(Group.VALUES, "NaN, infinities, -0.0"),
  WIDE_DECIMALS(Group.VALUES, "decimal(38,38), a number without scale, 10^39"),
  FAR_DATES(Group.VALUES, "dates 0001-01-01, 9999-12-31, 0000-00-00, BC, infinity"),
  FINE_TIMES(Group.VALUES, "nanoseconds, 24:00:00"),
  BROKEN_TEXT(Group.VALUES, "lone surrogate, NUL in text, invalid UTF-8"),
  LARGE_VALUE(Group.VALUES, "a value larger than memory"),
  EMPTY_OR_NULL(Group.VALUES, "empty against NULL"),
  FORMULA_TEXT(
      Group.VALUES, "text =HYPERLINK(...), -2+3, TAB first, reaching the audit in a message"),
  CONNECTION_KILLED(Group.VALUES, "connection killed in the middle of a split"),
  DEADLOCK(Group.VALUES, "deadlock victim"),
  CASE_TWINS(Group.VALUES, "two tables or columns equal but for case"),
  NO_COLUMNS(Group.VALUES, "a table without columns, or with none of those selected"),
  NO_ROWS(Group.VALUES, "a table with no rows"),
  MANY_COLUMNS(Group.VALUES, "1,600 columns"),
  TABLE_GONE(Group.VALUES, "a table that vanishes between plan and read"),
  COLUMN_CHANGED(Group.VALUES, "a column that vanishes or changes its type between open and read"),
  NO_PERMISSION(Group.VALUES, "no permission on one of ten tables"),
  WRONG_PASSWORD(Group.VALUES, "a wrong password, with ten jobs and retry_count 3"),
  SERVER_DISK_FULL(Group.VALUES, "a full temporary space at the server"),
  MIXED_ZONES(Group.VALUES, "a cursor column with mixed zones");

  /** What the inputs of one part of the page have in common. */
  public enum Group {
    WORKBOOK("Workbook", ""),
    CELLS("Cells", ""),
    TARGETS("Secrets, servers and targets", ""),
    VALUES("Database values", ""),
    REST("REST", ""),
    FORMATS("CSV, JSON Lines and XML from REST", "");

    final String title;
    private final String comesWith;

    Group(String title, String comesWith) {
      this.title = title;
      this.comesWith = comesWith;
    }

    /** What is to be built before these can happen at all. */
    Optional<String> comesWith() {
      return Optional.of(comesWith).filter(text -> !text.isEmpty());
    }
  }

  final Group group;
  final String words;

  Input(Group group, String words) {
    this.group = group;
    this.words = words;
  }
}

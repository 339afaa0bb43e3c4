package dev.penstock.workbook;

import java.util.Locale;
import java.util.Optional;

/**
 * The columns of the sheet SourceConfig: the one table from which the reader, the template's
 * comments, its sheet README and the docs are made.
 */
public enum Column {
  JOB_ID(
      Need.OPTIONAL,
      Kind.NAME,
      "source_name, schema_name and table_name joined by _",
      "Name of the job, unique in the sheet without regard to letter case. Letters, digits and"
          + " . _ - only, at most 100, as it becomes a folder name.",
      "shop_orders"),
  SOURCE_TYPE(
      Need.REQUIRED,
      Kind.SOURCE_TYPE,
      "",
      "What kind of system is read: postgresql, sqlserver, azure_sql, oracle, mysql (MariaDB too),"
          + " sqlite, jdbc (any other database with a driver) or rest.",
      "postgresql"),
  SOURCE_NAME(
      Need.REQUIRED,
      Kind.NAME,
      "",
      "Name of the connection. Its settings stand in the sheet Sources, its secrets under"
          + " [sources.<source_name>] in .dlt/secrets.toml or in DLT_<SOURCE_NAME>_<KEY>.",
      "erp"),
  SCHEMA_NAME(
      Need.OPTIONAL,
      Kind.NAME,
      "the source's own",
      "Schema of the table, in the source's spelling.",
      "sales"),
  TABLE_NAME(
      Need.REQUIRED,
      Kind.NAME,
      "",
      "Table or view, in the source's spelling; also the table's name at the destination. With * or"
          + " ? in it, each table that matches is a job of its own, with the id job_id.table;"
          + " several patterns are separated by commas, and one behind ! leaves tables out.",
      "orders"),
  LOAD_TYPE(
      Need.REQUIRED,
      Kind.LOAD_TYPE,
      "",
      "FULL reads every row each time; INCREMENTAL reads the rows past the watermark.",
      "INCREMENTAL"),
  ENABLED(
      Need.REQUIRED,
      Kind.FLAG,
      "",
      "Y runs the job, N leaves it out. Rows with N are not checked.",
      "Y"),
  WRITE_DISPOSITION(
      Need.OPTIONAL,
      Kind.DISPOSITION,
      "snapshot for FULL, append for INCREMENTAL",
      "What happens to rows delivered before. snapshot: the day's folder holds exactly this load,"
          + " earlier days stay (FULL). replace: the table holds exactly this load (FULL). append:"
          + " rows are added, each once (INCREMENTAL).",
      "append"),
  TARGET_CONTAINER(
      Need.OPTIONAL,
      Kind.NAME,
      "the destination's own",
      "First folder below the destination's root, or the storage container.",
      "raw"),
  TARGET_FOLDER_PATH(
      Need.OPTIONAL,
      Kind.TEXT,
      "none",
      "Folders below the container, separated by /, without / in front.",
      "sales/erp"),
  WATERMARK_COLUMN(
      Need.OPTIONAL,
      Kind.NAME,
      "",
      "Column that only grows, such as updated_at or a serial id. Needed for INCREMENTAL, not used"
          + " for FULL.",
      "updated_at"),
  LAST_WATERMARK(
      Need.OPTIONAL,
      Kind.MOMENT,
      "every row",
      "Where the first run of an INCREMENTAL job begins: rows greater than this are read."
          + " Afterwards the watermark lives with the committed loads, and this cell is not used.",
      "2026-01-31 00:00:00"),
  LOOKBACK(
      Need.OPTIONAL,
      Kind.TEXT,
      "what the source knows of transactions that commit late",
      "How far below the watermark an INCREMENTAL job reads again, to find rows that came late: a"
          + " time such as 30m, 2h or 1d for dates and timestamps, a number for numbers; 0 finds"
          + " rows with the same value as the watermark. Rows delivered before are dropped, by"
          + " primary_key or, without one, by the whole row.",
      "2h"),
  DETECT_DELETES(
      Need.OPTIONAL,
      Kind.TEXT,
      "N",
      "Whether an INCREMENTAL job looks for rows that are gone at the source. Y compares the keys of"
          + " all rows at the source with those in the lake, each run, and adds a row with the key and"
          + " _deleted = true for each that is gone; needs primary_key. A percentage such as 10% is"
          + " how many rows of the lake one run may find gone before the job fails instead; Y stands"
          + " for 50%, all for any number.",
      "Y"),
  QUERY_FILTER(
      Need.OPTIONAL,
      Kind.SQL,
      "every row",
      "SQL condition that rows must meet, without the word WHERE, without ; and comments. Of rest: a"
          + " condition on columns, with and, or, not, =, !=, <, <=, >, >=, in and is null.",
      "region = 'EU'"),
  QUERY(
      Need.OPTIONAL,
      Kind.SQL,
      "the table",
      "SELECT to read instead of the table; table_name still names the result.",
      "SELECT id, total FROM orders"),
  COLUMNS(
      Need.OPTIONAL,
      Kind.LIST,
      "all",
      "Columns to read, in this order. A name with a comma in it stands in double quotes.",
      "id, total, updated_at"),
  COLUMN_TYPES(
      Need.OPTIONAL,
      Kind.TEXT,
      "by the source's types",
      "Types for single columns, as name=type, separated by commas.",
      "amount=decimal(38,9), note=text"),
  PRIMARY_KEY(
      Need.OPTIONAL,
      Kind.LIST,
      "",
      "Columns that identify a row, as the source names them.",
      "order_id"),
  NAMING(
      Need.OPTIONAL,
      Kind.NAMING,
      "the setting naming",
      "How column names are written in the files.",
      "snake_case"),
  CHUNK_SIZE(
      Need.OPTIONAL,
      Kind.WHOLE_NUMBER,
      "16384",
      "Most rows that are moved at once, 1 to 1000000; fewer when rows are wide.",
      "16384"),
  PARALLELISM(
      Need.OPTIONAL,
      Kind.WHOLE_NUMBER,
      "1",
      "Most splits of the table that are read at the same time, 1 to 64.",
      "4"),
  RETRY_COUNT(
      Need.OPTIONAL,
      Kind.WHOLE_NUMBER,
      "3",
      "How many times a failed attempt is repeated where that may help, 0 to 20.",
      "3"),
  TIMEOUT_SECONDS(
      Need.OPTIONAL,
      Kind.WHOLE_NUMBER,
      "3600",
      "Longest time in seconds that one statement at the source may take, 1 to 86400.",
      "3600"),
  DEPENDS_ON(
      Need.OPTIONAL,
      Kind.LIST,
      "none",
      "Ids of enabled jobs that must succeed in the same run before this one begins.",
      "shop_orders"),
  DESCRIPTION(Need.OPTIONAL, Kind.TEXT, "", "Free text for people.", "Orders of the web shop"),
  PARTITION_BY(
      Need.OPTIONAL,
      Kind.LIST,
      "",
      "Of older workbooks; not used. The setting layout decides the folders.",
      ""),
  CLUSTER_BY(
      Need.OPTIONAL,
      Kind.LIST,
      "",
      "Of older workbooks; not used. Rows keep the source's order.",
      ""),
  SCHEMA_CONTRACT(
      Need.OPTIONAL,
      Kind.TEXT,
      "evolve",
      "What becomes of changes in the table's columns. evolve takes them over; freeze lets the job"
          + " fail before it reads; discard_row leaves out rows and discard_value values that do not"
          + " fit the columns of the last load. One word for all, or one for each of tables (one"
          + " that was never loaded), columns and data_type. data_type=variant puts values of another"
          + " type, of a wider one too, into a column of their own, so that Spark's mergeSchema reads"
          + " all files together.",
      "columns=freeze, data_type=discard_value"),
  SPLIT_COLUMN(
      Need.OPTIONAL,
      Kind.NAME,
      "by pages, partitions or primary key, as the source can",
      "Column by whose values a long table, view or query is cut into splits when it is read whole,"
          + " best one with an index and many values: numbers, dates, timestamps, text or uuid.",
      "order_id"),
  SNAPSHOT_GROUP(
      Need.OPTIONAL,
      Kind.NAME,
      "none: each job by itself",
      "Jobs of one source with the same word here are read as of one instant, such as orders and"
          + " their lines. PostgreSQL only.",
      "orders"),
  API_ENDPOINT(
      Need.OPTIONAL,
      Kind.TEXT,
      "",
      "Of rest: the path below the source's base_url. {name} stands for the value of that name in"
          + " params, {parent.name} for a field of the parent, {watermark} for where an INCREMENTAL"
          + " job reads on. A field of the parent that holds a whole address, such as {parent.url},"
          + " stands first and takes the place of base_url, at whose origin it must be.",
      "/v1/orders"),
  API_METHOD(
      Need.OPTIONAL,
      Kind.TEXT,
      "GET",
      "Of rest: GET, or POST, which sends params as a JSON body.",
      "GET"),
  PAGINATION_TYPE(
      Need.OPTIONAL,
      Kind.TEXT,
      "the source's own, else auto",
      "Of rest: how pages follow one another: auto, single_page, offset, page_number, cursor,"
          + " header_link, header_cursor or json_link.",
      "cursor"),
  AUTH_TYPE(
      Need.OPTIONAL,
      Kind.TEXT,
      "the source's own",
      "Of rest: none, api_key, bearer, basic, oauth2, entra or hmac.",
      "bearer"),
  PAGE_SIZE(
      Need.OPTIONAL,
      Kind.WHOLE_NUMBER,
      "the source's own",
      "Of rest: records asked for in one page.",
      "100"),
  DATA_SELECTOR(
      Need.OPTIONAL,
      Kind.TEXT,
      "found by itself",
      "Of rest: where the records are in an answer, as a path of names.",
      "data.items"),
  PARAMS(
      Need.OPTIONAL,
      Kind.TEXT,
      "none",
      "Of rest: parameters of each request, as a JSON object or as name=value pairs. {watermark}"
          + " stands for where an INCREMENTAL job reads on.",
      "{\"status\": \"open\"}"),
  RENAME_COLUMNS(
      Need.OPTIONAL,
      Kind.TEXT,
      "the source's own",
      "Of rest: new names for columns, as old=new, separated by commas; everything else in the row"
          + " uses the new name.",
      "user__login=author"),
  EXCLUDE_COLUMNS(
      Need.OPTIONAL,
      Kind.TEXT,
      "the source's own",
      "Of rest: columns that are not written anywhere, separated by commas.",
      "internal_note"),
  MASK_COLUMNS(
      Need.OPTIONAL,
      Kind.TEXT,
      "the source's own",
      "Of rest: columns of which only a keyed hash is written, separated by commas; the secret"
          + " mask_salt is the key.",
      "email:sha256"),
  RESPONSE_ACTIONS(
      Need.OPTIONAL,
      Kind.TEXT,
      "the source's own",
      "Of rest: what to do with answers by status and content: ignore, fail, retry or empty.",
      "404=empty, 400 body:\"no more pages\"=ignore"),
  PARENT(
      Need.OPTIONAL,
      Kind.NAME,
      "none",
      "Of rest: the job_id of another row of the same source. The endpoint is asked once for each of"
          + " its records; {parent.name} stands for a field of the record in api_endpoint, params,"
          + " headers and body.",
      "shop_issues"),
  PARENT_FIELDS(
      Need.OPTIONAL,
      Kind.LIST,
      "the primary_key of the parent, else the fields that places name",
      "Of rest: further fields of the parent's record that are copied into each record, as"
          + " _parent_name.",
      "title, state");

  /** Whether an enabled row must fill the column. */
  public enum Need {
    REQUIRED,
    OPTIONAL
  }

  private final Need need;
  private final Kind kind;
  private final String defaultText;
  private final String doc;
  private final String example;

  Column(Need need, Kind kind, String defaultText, String doc, String example) {
    this.need = need;
    this.kind = kind;
    this.defaultText = defaultText;
    this.doc = doc;
    this.example = example;
  }

  /** The header, in lower case. */
  public String header() {
    return name().toLowerCase(Locale.ROOT);
  }

  public Need need() {
    return need;
  }

  public Kind kind() {
    return kind;
  }

  /** What an empty cell means, in words; may be empty. */
  public String defaultText() {
    return defaultText;
  }

  public String doc() {
    return doc;
  }

  /** A value as somebody may type it; may be empty. */
  public String example() {
    return example;
  }

  /** The column with this header in any letter case, blanks and hyphens read as underscores. */
  static Optional<Column> named(String header) {
    String wanted = Headers.normalised(header);
    for (Column column : values()) {
      if (column.header().equals(wanted)) {
        return Optional.of(column);
      }
    }
    return Optional.empty();
  }
}

package dev.penstock.cli;

import dev.penstock.discover.Proposal;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.source.FoundTable;
import dev.penstock.workbook.Column;
import dev.penstock.workbook.JobRows;
import dev.penstock.workbook.WorkbookContents;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what a source has, and proposes rows for it. */
@Command(
    name = "discover",
    description = {
      "Lists the tables and views of a source with keys, columns and about how many rows they have, and proposes how each may be loaded. Reads the catalogue, no rows.",
      "With --openapi it reads the OpenAPI or Swagger description of an API instead, and proposes a row for each endpoint that lists records.",
      "With --add it appends a row for each to the workbook, disabled, and changes nothing else in it."
    })
public final class DiscoverCommand implements Callable<Integer> {
  private final Rooms rooms;
  private final Console console;

  @Mixin private WorkbookOptions workbook = new WorkbookOptions();

  @Option(
      names = {"-s", "--source"},
      paramLabel = "NAME",
      description =
          "The source, by its source_name. May be left out when the workbook has one only.")
  private String source;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "Its source_type, where neither the sheet Sources nor a job says it, such as postgresql.")
  private String type;

  @Option(
      names = "--schema",
      paramLabel = "NAME",
      description = "Only this schema. Default: all that are not the system's own.")
  private String schema;

  @Option(
      names = {"-t", "--table"},
      paramLabel = "GLOB",
      description =
          "Only tables whose name or schema.name matches; with ! in front, all but those. May be repeated.")
  private List<String> tables = new ArrayList<>();

  @Option(
      names = "--openapi",
      paramLabel = "FILE_OR_URL",
      description =
          "Proposes rows from this description (OpenAPI 3.0, 3.1 or Swagger 2.0; JSON or YAML), which is read without credentials. --source says what the source is to be called.")
  private String openapi;

  @Option(names = "--columns", description = "Shows the columns of each table as well.")
  private boolean columns;

  @Option(
      names = "--add",
      description = "Appends a row for each table that the workbook does not name yet.")
  private boolean add;

  @Option(names = "--enable", description = "With --add: the new rows are enabled.")
  private boolean enable;

  public DiscoverCommand(Rooms rooms, Console console) {
    this.rooms = rooms;
    this.console = console;
  }

  @Override
  public Integer call() {
    WorkbookContents contents = rooms.read(workbook);
    ProblemText.refuseWhatConcernsAll(contents);
    if (openapi != null) {
      console.print(described(contents));
      return ExitCode.DONE;
    }
    String name = source(contents);
    SourceType kind = type(contents, name);
    List<FoundTable> found =
        rooms.explore(contents, kind, name, Optional.ofNullable(schema), wanted());
    if (found.isEmpty()) {
      console.print(
          "Source %s has no table%s that its user may see."
              .formatted(name, tables.isEmpty() ? "" : " matching " + String.join(" ", tables)));
      return ExitCode.DONE;
    }
    console.print(columns ? withColumns(found) : table(found));
    console.print("");
    console.print(add ? added(name, kind, found) : closing(name, found));
    return ExitCode.DONE;
  }

  private String described(WorkbookContents contents) {
    if (schema != null || type != null || source == null) {
      throw new IngestException(
          ErrorCode.CONFIG,
          schema != null || type != null
              ? "option --openapi: %s says nothing of an API.\nLeave it out."
                  .formatted(schema != null ? "--schema" : "--type")
              : "option --openapi: nothing says what the source is to be called.\nAdd --source, such as --source crm.");
    }
    ApiRows rows =
        new ApiRows(
            existing(contents),
            rooms.description(openapi).proposal().matching(wanted()),
            enable ? ApiRows.Enabled.WHERE_COMPLETE : ApiRows.Enabled.NO);
    if (rows.proposal().endpoints().isEmpty()) {
      return "No endpoint that lists records has a table or path matching %s."
          .formatted(String.join(" ", tables));
    }
    String closing = add ? rows.append(workbook.workbook()) : rows.closing();
    return "%s\n\n%s\n\n%s"
        .formatted(columns ? rows.withColumns() : rows.table(), rows.source(), closing);
  }

  /** What the workbook says of the source; nothing of one that is new. */
  private SourceSettings existing(WorkbookContents contents) {
    return contents.sources().values().stream()
        .filter(known -> known.name().equalsIgnoreCase(source))
        .findFirst()
        .orElseGet(() -> SourceSettings.empty(source));
  }

  private BiPredicate<String, String> wanted() {
    List<String> in = tables.stream().filter(glob -> !glob.startsWith("!")).toList();
    List<String> out =
        tables.stream()
            .filter(glob -> glob.startsWith("!"))
            .map(glob -> glob.substring(1))
            .toList();
    return (name, display) ->
        (JobFilter.matches(in, name) || JobFilter.matches(in, display))
            && (out.isEmpty()
                || (!JobFilter.matches(out, name) && !JobFilter.matches(out, display)));
  }

  private String source(WorkbookContents contents) {
    TreeSet<String> names = new TreeSet<>(contents.sources().keySet());
    contents.jobs().forEach(job -> names.add(job.sourceName()));
    if (source != null) {
      return names.stream().filter(source::equalsIgnoreCase).findFirst().orElse(source);
    }
    if (names.size() == 1) {
      return names.first();
    }
    throw new IngestException(
        ErrorCode.CONFIG,
        "option --source: %s\nSay which one, such as --source %s."
            .formatted(
                names.isEmpty()
                    ? "the workbook names no source."
                    : "the workbook names several: " + String.join(", ", names) + ".",
                names.isEmpty() ? "erp --type postgresql" : names.first()));
  }

  private SourceType type(WorkbookContents contents, String name) {
    Optional<SourceType> stated =
        Optional.ofNullable(type)
            .map(
                text ->
                    SourceType.parse(text)
                        .orElseThrow(
                            () ->
                                new IngestException(
                                    ErrorCode.CONFIG,
                                    "option --type: '%s' is no source_type.\nWrite one of those that docs/workbook.md lists, such as postgresql."
                                        .formatted(text))));
    return stated
        .or(() -> contents.source(name).type())
        .or(
            () ->
                contents.jobs().stream()
                    .filter(job -> job.sourceName().equals(name))
                    .map(Job::sourceType)
                    .findFirst())
        .orElseThrow(
            () ->
                new IngestException(
                    ErrorCode.CONFIG,
                    "source %s: the workbook does not say of which type it is.\nAdd --type, such as --type postgresql, or a row for it in the sheet Sources."
                        .formatted(name)));
  }

  private static String table(List<FoundTable> found) {
    Table table =
        new Table(
            Table.Column.left("table"),
            Table.Column.left("kind"),
            Table.Column.right("about rows"),
            Table.Column.right("columns"),
            Table.Column.left("key"),
            Table.Column.left("proposal"));
    for (FoundTable one : found) {
      table.add(
          one.display(),
          one.kind().name().toLowerCase(Locale.ROOT),
          one.rows().isPresent() ? Figures.count(one.rows().getAsLong()) : "-",
          String.valueOf(one.columns().size()),
          one.key().isEmpty() ? "-" : String.join(", ", one.key()),
          Proposal.of(one).text());
    }
    return table.text();
  }

  private static String withColumns(List<FoundTable> found) {
    return found.stream().map(DiscoverCommand::columns).collect(Collectors.joining("\n\n"));
  }

  private static String columns(FoundTable found) {
    Table table =
        new Table(
            Table.Column.left("  column"),
            Table.Column.left("type"),
            Table.Column.left("null"),
            Table.Column.left("index"),
            Table.Column.left("key"));
    for (FoundTable.Column column : found.columns()) {
      table.add(
          "  " + column.name(),
          column.type(),
          column.nullable() ? "may be" : "never",
          column.indexed() ? "yes" : "-",
          found.key().contains(column.name()) ? "yes" : "-");
    }
    Proposal proposal = Proposal.of(found);
    return "%s  (%s%s)\n  proposal: %s, %s\n%s"
        .formatted(
            found.display(),
            found.kind().name().toLowerCase(Locale.ROOT),
            found.rows().isPresent()
                ? ", about " + Figures.count(found.rows().getAsLong()) + " rows"
                : "",
            proposal.text(),
            proposal.why(),
            table.text());
  }

  private static String closing(String name, List<FoundTable> found) {
    return "%d %s in source %s. --columns shows more, --add appends rows to the workbook."
        .formatted(found.size(), found.size() == 1 ? "table" : "tables", name);
  }

  private String added(String name, SourceType kind, List<FoundTable> found) {
    List<Map<Column, String>> rows = found.stream().map(one -> row(name, kind, one)).toList();
    int added = JobRows.append(workbook.workbook(), rows).size();
    int there = found.size() - added;
    return "%s: %d row%s added, %s%s. Look at them, then run ./run.sh validate."
        .formatted(
            workbook.workbook(),
            added,
            added == 1 ? "" : "s",
            enable ? "enabled" : "not enabled yet (enabled = N)",
            there == 0
                ? ""
                : "; %d %s there already".formatted(there, there == 1 ? "was" : "were"));
  }

  private Map<Column, String> row(String name, SourceType kind, FoundTable found) {
    Proposal proposal = Proposal.of(found);
    Map<Column, String> row = new EnumMap<>(Column.class);
    row.put(Column.SOURCE_TYPE, kind.word());
    row.put(Column.SOURCE_NAME, name);
    found.schema().ifPresent(text -> row.put(Column.SCHEMA_NAME, text));
    row.put(Column.TABLE_NAME, found.name());
    row.put(Column.LOAD_TYPE, proposal.loadType().name());
    row.put(Column.ENABLED, enable ? "Y" : "N");
    proposal.watermarkColumn().ifPresent(column -> row.put(Column.WATERMARK_COLUMN, column));
    if (!found.key().isEmpty()) {
      row.put(Column.PRIMARY_KEY, String.join(", ", found.key()));
    }
    row.put(Column.DESCRIPTION, "Proposed by discover: " + proposal.why());
    return row;
  }
}

package dev.penstock.workbook;

import dev.penstock.failure.ConfigException;
import dev.penstock.failure.Problem;
import dev.penstock.failure.Spelling;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceTermsText;
import dev.penstock.job.SourceType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Connection settings from the sheet Sources: one row a source. */
final class SourcesSheet {
  static final String NAME = "Sources";
  static final String NAME_HEADER = "source_name";
  static final String TYPE_HEADER = "source_type";

  /** Further columns are free when they begin with {@code option_}. */
  static final List<String> HEADERS =
      List.of(
          NAME_HEADER,
          TYPE_HEADER,
          "host",
          "port",
          "database",
          "username",
          "path",
          "base_url",
          "auth_type",
          SourceTermsText.MAX_CONNECTIONS,
          SourceTermsText.MAX_ROWS_PER_SECOND,
          SourceTermsText.BLACKOUT,
          SourceTermsText.BLACKOUT_ACTION,
          "description");

  /** Of databases that need more than the others. */
  private static final List<String> OF_SOME_DATABASES =
      List.of(
          "session_sql",
          "url",
          "driver_jar",
          "driver_class",
          "isolation",
          "service_name",
          "sid",
          "tns_alias",
          "tns_admin",
          "wallet");

  private static final String OPTION = "option_";

  /** The template shows those that most sources need; all of these are read. */
  private static final List<String> KNOWN =
      Stream.of(HEADERS, OF_SOME_DATABASES, ApiSetting.openKeys())
          .flatMap(List::stream)
          .distinct()
          .toList();

  private final Table table;
  private final ZoneId zone;
  private final Collection<Problem> problems;

  /**
   * @param zone of blackouts that name none
   */
  SourcesSheet(Table table, ZoneId zone, Collection<Problem> problems) {
    this.table = table;
    this.zone = zone;
    this.problems = problems;
  }

  static Set<String> headers() {
    return Set.copyOf(KNOWN);
  }

  /** The sources by name, as the sheet spells it. */
  Map<String, SourceSettings> read() {
    reportHeaders();
    if (!table.columns().containsKey(NAME_HEADER)) {
      return Map.of();
    }
    Map<String, SourceSettings> sources = new HashMap<>();
    Map<String, String> places = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (SheetRow row : table.rows()) {
      Optional<String> name = table.cell(row, NAME_HEADER).map(Cell::text);
      if (name.isEmpty()) {
        problems.add(
            Problem.error(
                table.place(row) + ", column source_name",
                "empty, so that no job can use the row.",
                "Write the name that stands in SourceConfig."));
        continue;
      }
      String before = places.putIfAbsent(name.get(), table.place(row));
      if (before != null) {
        problems.add(repeated(row, name.get(), before));
      } else {
        sources.put(name.get(), settings(row, name.get()));
      }
    }
    return sources;
  }

  private Problem repeated(SheetRow row, String name, String before) {
    return Problem.error(
        table.place(row) + ", column source_name",
        "%s also stands at %s.".formatted(CellText.shown(name), before),
        "Keep one row for each source; letter case makes no difference.");
  }

  private SourceSettings settings(SheetRow row, String name) {
    Optional<SourceType> type = type(row);
    Map<String, String> values = new HashMap<>();
    table.columns().keySet().stream()
        .sorted()
        .filter(header -> !header.equals(NAME_HEADER) && !header.equals(TYPE_HEADER))
        .forEach(header -> value(row, header).ifPresent(text -> values.put(header, text)));
    checkTerms(row, values);
    if (type.filter(found -> found == SourceType.REST).isPresent()) {
      checkApi(row, values);
    }
    return new SourceSettings(name, type, values);
  }

  private void checkTerms(SheetRow row, Map<String, String> values) {
    Map<String, SourceTermsText.Given> given = new HashMap<>();
    for (String key : SourceTermsText.KEYS) {
      String where = table.place(row) + ", column " + key;
      given.put(key, new SourceTermsText.Given(where, values.getOrDefault(key, "")));
    }
    try {
      SourceTermsText.read(given, zone);
    } catch (ConfigException e) {
      problems.addAll(e.problems());
    }
  }

  private void checkApi(SheetRow row, Map<String, String> values) {
    for (ApiSetting setting : ApiSetting.values()) {
      String where = table.place(row) + ", column " + setting.key();
      Optional.ofNullable(values.get(setting.key()))
          .flatMap(text -> setting.problem(where, text))
          .ifPresent(problems::add);
    }
  }

  private Optional<SourceType> type(SheetRow row) {
    Optional<String> text = table.cell(row, TYPE_HEADER).map(Cell::text);
    Optional<SourceType> type = text.flatMap(SourceType::parse);
    if (text.isPresent() && type.isEmpty()) {
      List<String> words = Kind.SOURCE_TYPE.choices();
      problems.add(
          Problem.error(
              table.place(row) + ", column source_type",
              CellText.shown(text.get()) + " is not known.",
              Spelling.hint(text.get(), words) + "Write " + JobRow.oneOf(words) + "."));
    }
    return type;
  }

  private Optional<String> value(SheetRow row, String header) {
    Optional<Cell> cell = table.cell(row, header);
    String where = table.place(row) + ", column " + header;
    Optional<Problem> problem = cell.flatMap(found -> CellProblem.in(where, found));
    if (cell.isEmpty() || problem.isPresent()) {
      problem.ifPresent(problems::add);
      return Optional.empty();
    }
    String text = CellText.withoutSmartQuotes(cell.get().text());
    if (SecretCells.isSecretColumn(header) || SecretCells.looksLikeOne(text)) {
      problems.add(secret(row, header, where));
    }
    if (header.equals("port") && !isPort(text)) {
      problems.add(
          Problem.error(
              where,
              CellText.shown(text) + " is no port.",
              "Write a number from 1 to 65535, or empty the cell for the usual one."));
    }
    return Optional.of(text);
  }

  private Problem secret(SheetRow row, String header, String where) {
    String source = table.cell(row, NAME_HEADER).map(Cell::text).orElse("");
    String key = header.startsWith(OPTION) ? header.substring(OPTION.length()) : header;
    return Problem.warning(
        where,
        "a secret seems to stand here, where everybody who may open the workbook reads it.",
        "Empty the cell and put it into .dlt/secrets.toml under [sources.%s] as %s, or into the environment variable DLT_%s_%s."
            .formatted(source, key, variable(source), variable(key)));
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private static boolean isPort(String text) {
    return text.matches("\\d{1,5}")
        && Integer.parseInt(text) >= 1
        && Integer.parseInt(text) <= 65535;
  }

  private void reportHeaders() {
    List<String> unknown = new ArrayList<>(table.columns().keySet());
    unknown.removeIf(
        header ->
            KNOWN.contains(header)
                || header.startsWith(OPTION)
                || SecretCells.isSecretColumn(header));
    unknown.stream()
        .sorted()
        .forEach(
            header ->
                problems.add(
                    Problem.warning(
                        "sheet Sources, row " + table.headerRow(),
                        "the column %s is not known.".formatted(CellText.shown(header)),
                        Spelling.hint(header, KNOWN)
                            + "Columns of your own begin with option_, notes with #.")));
    if (!table.rows().isEmpty() && !table.columns().containsKey(NAME_HEADER)) {
      problems.add(
          Problem.error(
              "sheet Sources, row " + table.headerRow(),
              "the column source_name is missing.",
              "Add it; each row needs the name of its source."));
    }
  }
}

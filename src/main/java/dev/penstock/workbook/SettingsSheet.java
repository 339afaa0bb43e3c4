package dev.penstock.workbook;

import dev.penstock.failure.Problem;
import dev.penstock.failure.Spelling;
import dev.penstock.job.Settings;
import dev.penstock.workbook.SettingValues.Given;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Settings from the sheet Settings, overridden by environment variables, overridden by the command
 * line.
 */
final class SettingsSheet {
  static final String NAME = "Settings";
  static final String NAME_HEADER = "name";
  static final String VALUE_HEADER = "value";

  private static final List<String> NAMES =
      Arrays.stream(Setting.values()).map(Setting::word).toList();

  private final Map<String, String> environment;
  private final Map<String, String> commandLine;

  /** {@code commandLine} goes by the settings' names, {@code environment} by their variables. */
  SettingsSheet(Map<String, String> environment, Map<String, String> commandLine) {
    this.environment = environment;
    this.commandLine = commandLine;
  }

  static Set<String> headers() {
    return Set.of(NAME_HEADER, VALUE_HEADER, "default", "unit", "description");
  }

  Settings read(Optional<Table> table, Collection<Problem> problems) {
    Map<Setting, Given> given = new EnumMap<>(Setting.class);
    table.ifPresent(found -> found.rows().forEach(row -> readRow(found, row, given, problems)));
    for (Setting setting : Setting.values()) {
      String value = CellText.clean(environment.getOrDefault(setting.variable(), ""));
      if (!value.isEmpty()) {
        given.put(setting, new Given("environment variable " + setting.variable(), value));
      }
    }
    commandLine.forEach((name, value) -> override(name, value, given, problems));
    return new SettingValues(given, problems).settings();
  }

  private static void override(
      String name, String value, Map<Setting, Given> given, Collection<Problem> problems) {
    Optional<Setting> setting = Setting.named(name);
    if (setting.isEmpty()) {
      problems.add(unknown("command line", name));
    } else {
      given.put(setting.get(), new Given("command line, setting " + name, CellText.clean(value)));
    }
  }

  private static void readRow(
      Table table, SheetRow row, Map<Setting, Given> given, Collection<Problem> problems) {
    Optional<Cell> name = table.cell(row, NAME_HEADER);
    if (name.isEmpty() || name.get().text().startsWith("#")) {
      return;
    }
    Optional<Setting> setting = Setting.named(name.get().text());
    if (setting.isEmpty()) {
      problems.add(unknown(table.place(row) + ", column name", name.get().text()));
      return;
    }
    String where = table.place(row) + ", name " + setting.get().word();
    Optional<Cell> value =
        table
            .written(row, VALUE_HEADER)
            .filter(cell -> !cell.isEmpty() || setting.get().isWord(cell.text()));
    Given before = given.get(setting.get());
    if (before != null) {
      problems.add(
          Problem.error(
              where, "the setting also stands at %s.".formatted(before.where()), "Keep one row."));
    }
    value
        .filter(cell -> isUsable(where, cell, problems))
        .ifPresent(
            cell ->
                given.put(
                    setting.get(), new Given(where, CellText.withoutSmartQuotes(cell.text()))));
  }

  private static boolean isUsable(String where, Cell cell, Collection<Problem> problems) {
    Optional<Problem> problem = CellProblem.in(where, cell);
    problem.ifPresent(problems::add);
    return problem.isEmpty();
  }

  private static Problem unknown(String where, String name) {
    return Problem.error(
        where,
        "there is no setting %s.".formatted(CellText.shown(name)),
        Spelling.hint(name.toLowerCase(Locale.ROOT), NAMES)
            + "The settings are "
            + JobRow.oneOf(NAMES).replace(" or ", " and ")
            + ".");
  }
}

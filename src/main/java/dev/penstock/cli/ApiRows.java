package dev.penstock.cli;

import dev.penstock.discover.openapi.ApiProposal;
import dev.penstock.discover.openapi.EndpointProposal;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.workbook.Column;
import dev.penstock.workbook.JobRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the description of an API suggests, for people and for the workbook.
 *
 * @param existing what the workbook says of the source
 */
record ApiRows(SourceSettings existing, ApiProposal proposal, Enabled enabled) {
  /** Which of the new rows are enabled. */
  enum Enabled {
    NO,
    /** Those that need nothing to be filled in. */
    WHERE_COMPLETE
  }

  private static final List<ApiSetting> OF_ROWS =
      List.of(
          ApiSetting.PAGINATION_TYPE,
          ApiSetting.AUTH_TYPE,
          ApiSetting.PAGE_SIZE,
          ApiSetting.DATA_SELECTOR,
          ApiSetting.PARAMS);

  String table() {
    Table table =
        new Table(
            Table.Column.left("endpoint"),
            Table.Column.left("table"),
            Table.Column.left("pages"),
            Table.Column.right("size"),
            Table.Column.left("key"),
            Table.Column.left("proposal"),
            Table.Column.left("to fill in"));
    for (EndpointProposal one : proposal.endpoints()) {
      table.add(
          one.method() + " " + one.path(),
          one.table(),
          pages(one),
          one.row().getOrDefault(ApiSetting.PAGE_SIZE, "-"),
          one.key().orElse("-"),
          one.text(),
          one.needs().isEmpty() ? "-" : String.join("; ", one.needs()));
    }
    return table.text();
  }

  private static String pages(EndpointProposal one) {
    return one.row().getOrDefault(ApiSetting.PAGINATION_TYPE, "auto");
  }

  String withColumns() {
    return proposal.endpoints().stream().map(ApiRows::columns).collect(Collectors.joining("\n\n"));
  }

  private static String columns(EndpointProposal one) {
    Table table = new Table(Table.Column.left("  column"), Table.Column.left("type"));
    one.columns().forEach((name, type) -> table.add("  " + name, type));
    List<String> lines = new ArrayList<>();
    lines.add("%s  (%s %s)".formatted(one.table(), one.method(), one.path()));
    lines.add("  proposal: %s, %s".formatted(one.text(), one.why()));
    new EnumMap<>(one.row())
        .forEach((setting, value) -> lines.add("  %s: %s".formatted(setting.key(), value)));
    if (!one.needs().isEmpty()) {
      lines.add("  to fill in: " + String.join("; ", one.needs()));
    }
    lines.add(one.columns().isEmpty() ? "  Its columns are not described." : table.text());
    return String.join("\n", lines);
  }

  /** What holds for all endpoints, and what the secret store needs. */
  String source() {
    List<String> lines = new ArrayList<>();
    Map<String, String> settings = settings();
    boolean known = existing.type().isPresent() || !existing.values().isEmpty();
    lines.add(
        known
            ? "Source %s stands in the sheet Sources already and is left as it is.%s"
                .formatted(existing.name(), settings.isEmpty() ? "" : " The description says:")
            : "Source %s, for the sheet Sources:".formatted(existing.name()));
    settings.forEach((key, value) -> lines.add("  " + key + " = " + value + differs(key, value)));
    if (!proposal.secrets().isEmpty()) {
      lines.add(
          "In .dlt/secrets.toml under [sources.%s]: %s"
              .formatted(
                  existing.name(),
                  proposal.secrets().stream()
                      .map(ApiSetting::key)
                      .collect(Collectors.joining(", "))));
    }
    proposal.notes().forEach(note -> lines.add("Note: " + note + "."));
    return String.join("\n", lines);
  }

  private String differs(String key, String value) {
    String there = existing.values().get(key);
    return there == null || there.equals(value) ? "" : "  (the sheet says %s)".formatted(there);
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    proposal.ordered().forEach((setting, value) -> settings.put(setting.key(), value));
    return settings;
  }

  String closing() {
    int found = proposal.endpoints().size();
    return "%d row%s proposed, of %d operations. --columns shows more, --add appends rows to the workbook."
        .formatted(found, found == 1 ? "" : "s", proposal.seen());
  }

  /** Adds what is not there yet; says what was added. */
  String append(Path workbook) {
    boolean source = JobRows.appendSource(workbook, existing.name(), SourceType.REST, settings());
    List<Map<Column, String>> rows = proposal.endpoints().stream().map(this::row).toList();
    List<Map<Column, String>> added = JobRows.append(workbook, rows);
    int there = rows.size() - added.size();
    return "%s: %s%d row%s added, %s%s. Look at them, fill in what they need, then run ./run.sh validate."
        .formatted(
            workbook,
            source ? "the source and " : "",
            added.size(),
            added.size() == 1 ? "" : "s",
            enabled(added),
            there == 0
                ? ""
                : "; %d %s there already".formatted(there, there == 1 ? "was" : "were"));
  }

  private static String enabled(List<Map<Column, String>> added) {
    long ready = added.stream().filter(row -> row.get(Column.ENABLED).equals("Y")).count();
    if (ready == 0) {
      return "not enabled yet (enabled = N)";
    }
    return ready == added.size()
        ? "enabled"
        : "%d of them enabled, as the others need something".formatted(ready);
  }

  private Map<Column, String> row(EndpointProposal one) {
    Map<Column, String> row = new EnumMap<>(Column.class);
    row.put(Column.JOB_ID, jobId(one));
    row.put(Column.SOURCE_TYPE, SourceType.REST.word());
    row.put(Column.SOURCE_NAME, existing.name());
    row.put(Column.TABLE_NAME, one.table());
    row.put(Column.LOAD_TYPE, one.loadType().name());
    boolean complete = one.needs().isEmpty() && enabled == Enabled.WHERE_COMPLETE;
    row.put(Column.ENABLED, complete ? "Y" : "N");
    row.put(Column.API_ENDPOINT, one.path());
    if (!one.method().equals("GET")) {
      row.put(Column.API_METHOD, one.method());
    }
    for (ApiSetting setting : OF_ROWS) {
      String value = one.row().get(setting);
      if (value != null) {
        row.put(Column.valueOf(setting.name()), value);
      }
    }
    one.key().ifPresent(key -> row.put(Column.PRIMARY_KEY, key));
    one.watermark().ifPresent(column -> row.put(Column.WATERMARK_COLUMN, column));
    String needs = one.needs().isEmpty() ? "" : ". To fill in: " + String.join("; ", one.needs());
    row.put(Column.DESCRIPTION, "Proposed by discover: " + one.why() + needs);
    return row;
  }

  private String jobId(EndpointProposal one) {
    String id = existing.name() + "_" + one.table();
    String plain = id.replaceAll("[^A-Za-z0-9._-]", "_");
    return plain.length() > 100 ? plain.substring(0, 100).toLowerCase(Locale.ROOT) : plain;
  }
}

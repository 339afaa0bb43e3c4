package dev.penstock.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class WorkbookDocsTest {
  @Test
  void theDocsListTheColumns() throws IOException {
    StringBuilder table =
        new StringBuilder(
            """
            | Column | Required | Holds | Empty means | Example | What it does |
            | --- | --- | --- | --- | --- | --- |
            """);
    for (Column column : Column.values()) {
      table.append(
          row(
              "`" + column.header() + "`",
              column.need() == Column.Need.REQUIRED ? "yes" : "",
              column.kind().choices().isEmpty()
                  ? column.kind().description()
                  : JobRow.oneOf(column.kind().choices()),
              column.defaultText(),
              column.example().isEmpty() ? "" : "`" + column.example() + "`",
              column.doc()));
    }
    Regenerated.check(Path.of("docs/workbook.md"), "columns", table.toString());
  }

  @Test
  void theDocsListTheColumnsOfEndpoints() throws IOException {
    StringBuilder table =
        new StringBuilder(
            """
            | Column | What it does |
            | --- | --- |
            """);
    for (String header : EndpointsSheet.HEADERS) {
      table.append(row("`" + header + "`", EndpointsSheet.doc(header)));
    }
    Regenerated.check(Path.of("docs/workbook.md"), "endpoints", table.toString());
  }

  @Test
  void theDocsListTheSettings() throws IOException {
    StringBuilder table =
        new StringBuilder(
            """
            | Name | Value | Default | Environment variable | What it does |
            | --- | --- | --- | --- | --- |
            """);
    for (Setting setting : Setting.values()) {
      table.append(
          row(
              "`" + setting.word() + "`",
              setting.unit(),
              setting.defaultText(),
              "`" + setting.variable() + "`",
              setting.doc()));
    }
    Regenerated.check(Path.of("docs/settings.md"), "settings", table.toString());
  }

  @Test
  void everyColumnAndSettingIsExplained() {
    assertThat(Column.values()).allSatisfy(column -> assertThat(column.doc()).endsWith("."));
    assertThat(Setting.values()).allSatisfy(setting -> assertThat(setting.doc()).endsWith("."));
  }

  private static String row(String... cells) {
    return "| "
        + String.join(" | ", Arrays.stream(cells).map(cell -> cell.replace("|", "\\|")).toList())
        + " |\n";
  }
}

package dev.penstock.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where the configuration is, for every command that reads it. */
public final class WorkbookOptions {
  private static final String USUAL = "config/ingestion_config.xlsx";

  @Option(
      names = {"-c", "--config", "--workbook"},
      paramLabel = "FILE",
      defaultValue = USUAL,
      description = "The workbook. Default: ${DEFAULT-VALUE}")
  Path workbook = Path.of(USUAL);

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Overrides one setting of the sheet Settings, for this call. May be repeated.")
  Map<String, String> settings = new LinkedHashMap<>();

  public Path workbook() {
    return workbook;
  }

  /** Setting name to text, in the order given. */
  public Map<String, String> settings() {
    return Map.copyOf(settings);
  }
}

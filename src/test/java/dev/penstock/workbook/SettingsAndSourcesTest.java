package dev.penstock.workbook;

import static dev.penstock.workbook.Jobs.full;
import static dev.penstock.workbook.Jobs.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.failure.RetryPolicy;
import dev.penstock.job.Compression;
import dev.penstock.job.Job;
import dev.penstock.job.Naming;
import dev.penstock.job.Settings;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceType;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsAndSourcesTest extends WorkbookFixture {
  @Test
  void hasDefaultsWithoutASheet() {
    Settings settings = read(Jobs.book(full("a"))).settings();
    int cores = Math.min(64, Runtime.getRuntime().availableProcessors());
    assertThat(settings)
        .isEqualTo(
            new Settings(
                Settings.DEFAULT_LAYOUT,
                Naming.SNAKE_CASE,
                ZoneId.of("UTC"),
                cores,
                Compression.ZSTD,
                256L << 20,
                32L << 20,
                false,
                SourceCount.AUTO,
                64L << 20,
                Duration.ofDays(7),
                true,
                RetryPolicy.USUAL,
                Duration.ofHours(12)));
  }

  @Test
  void readsEverySettingOfTheSheet() {
    Settings settings =
        read(settings(
                List.of("Layout", "{table_name}/{file_id}.{ext}"),
                List.of("naming", "as_is"),
                List.of("timezone", "Europe/Berlin"),
                List.of("jobs", 3),
                List.of("compression", "Snappy"),
                List.of("target file size", "1 GiB"),
                List.of("row_group_size", "32MB"),
                List.of("loaded_at", "yes"),
                List.of("source_count", "never"),
                List.of("slice_size", "1GB"),
                List.of("staging_lifetime", "12h"),
                List.of("vault_required", "N"),
                List.of("retry_base", "5s"),
                List.of("retry_cap", "2m"),
                List.of("retry_after_cap", "10m"),
                List.of("retry_deadline", "90m"),
                List.of("blackout_longest_wait", "2h")))
            .settings();
    assertThat(settings)
        .isEqualTo(
            new Settings(
                "{table_name}/{file_id}.{ext}",
                Naming.AS_IS,
                ZoneId.of("Europe/Berlin"),
                3,
                Compression.SNAPPY,
                1L << 30,
                32L << 20,
                true,
                SourceCount.NEVER,
                1L << 30,
                Duration.ofHours(12),
                false,
                new RetryPolicy(
                    3,
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(2),
                    0.3,
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(90)),
                Duration.ofHours(2)));
  }

  @Test
  void noCompressionIsAValueAndNoEmptyCell() {
    WorkbookContents contents =
        read(settings(List.of("compression", "None"), List.of("jobs", "none")));
    assertThat(messages(contents)).isEmpty();
    assertThat(contents.settings().compression()).isEqualTo(Compression.NONE);
  }

  @Test
  void theEnvironmentWinsOverTheSheetAndTheCommandLineOverBoth() {
    Book book = settings(List.of("jobs", 1), List.of("naming", "as_is"));
    WorkbookContents contents =
        read(
            book,
            Map.of("PENSTOCK_JOBS", "2", "PENSTOCK_COMPRESSION", "none", "PENSTOCK_HOME", "/x"),
            Map.of("jobs", "3"));
    assertThat(messages(contents)).isEmpty();
    assertThat(contents.settings().jobs()).isEqualTo(3);
    assertThat(contents.settings().compression()).isEqualTo(Compression.NONE);
    assertThat(contents.jobs().get(0).target().naming()).isEqualTo(Naming.AS_IS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          jobs | 0 | Write a whole number from 1 to 64; empty means the processor cores.
          jobs | abc | Write a whole number from 1 to 64; empty means the processor cores.
          target_file_size | 256 | Write a size from 1MB to 16GB, such as 256MB; empty means 256MB.
          target_file_size | 9999999999999GB | Write a size from 1MB to 16GB, such as 256MB; empty means 256MB.
          row_group_size | 2GB | Write a size from 1MB to 1GB, such as 64MB; empty means 32MB.
          staging_lifetime | 5m | Write a duration from 1h to 365d, such as 7d or 12h; empty means 7d.
          timezone | Berlin | Write a time zone such as UTC or Europe/Berlin; empty means UTC.
          compression | gzip | Write zstd, snappy or none; empty means zstd.
          vault_required | maybe | Write Y or N; empty means Y.
          retry_base | 11m | Write a duration from 0s to 10m, such as 5s; empty means 1s.
          retry_cap | soon | Write a duration from 0s to 1h, such as 2m; empty means 1m.
          retry_after_cap | 2h | Write a duration from 0s to 1h, such as 2m; empty means 5m.
          retry_deadline | 0s | Write a duration from 1s to 7d, such as 90m or 4h; empty means 4h.
          blackout_longest_wait | 8d | Write a duration from 1m to 7d, such as 12h; empty means 12h.
          """)
  void refusesWrongValuesWithTheirPlace(String name, String value, String mend) {
    WorkbookContents contents = read(settings(List.of(name, value)));
    assertThat(messages(contents))
        .containsExactly(
            "sheet Settings, row 2, name %s: '%s' is no value for %s.\n%s"
                .formatted(name, value, name, mend));
    assertThat(contents.generalErrors()).hasSize(1);
  }

  @Test
  void refusesAFirstWaitThatIsLongerThanTheLongest() {
    assertThat(messages(read(settings(List.of("retry_base", "5m")))))
        .containsExactly(
            "sheet Settings, row 2, name retry_base: retry_base (300 s) is longer than retry_cap (60 s)."
                + "\nLower retry_base, or raise retry_cap.");
  }

  @Test
  void refusesWrongTermsOfASourceWithTheirPlace() {
    assertThat(
            messages(
                read(
                    sources(
                        List.of("source_name", "max_connections", "blackout", "blackout_action"),
                        List.of("shop", "0", "Mon-Fry 8:00-18:00; 25:00-26:00", "sleep")))))
        .containsExactly(
            "sheet Sources, row 2, column max_connections: '0' is no number of connections.\n"
                + "Write a whole number from 1 to 1000; empty means no limit.",
            "sheet Sources, row 2, column blackout: 'Fry' is no day.\nWrite Mon, Tue, Wed, Thu,"
                + " Fri, Sat or Sun, as a range (Mon-Fri) or a list (Sat,Sun).",
            "sheet Sources, row 2, column blackout: '25:00' in '25:00-26:00' is no time of day.\n"
                + "Write hours and minutes from 00:00 to 24:00.",
            "sheet Sources, row 2, column blackout_action: 'sleep' is not known.\nWrite skip, so"
                + " that jobs are left out in the blackout, or wait, so that they begin after it.");
  }

  @Test
  void namesWhoGaveAWrongValue() {
    WorkbookContents contents =
        read(
            Jobs.book(full("a")),
            Map.of("PENSTOCK_JOBS", "many"),
            Map.of("compresion", "zstd", "naming", "x"));
    assertThat(contents.errors())
        .extracting(problem -> problem.where() + ": " + problem.what())
        .containsExactlyInAnyOrder(
            "environment variable PENSTOCK_JOBS: 'many' is no value for jobs.",
            "command line: there is no setting 'compresion'.",
            "command line, setting naming: 'x' is no value for naming.");
  }

  @Test
  void refusesUnknownAndDoubledSettings() {
    assertThat(
            messages(
                read(
                    settings(
                        List.of("vault_requird", "N"), List.of("jobs", 1), List.of("JOBS", 2)))))
        .containsExactly(
            "sheet Settings, row 2, column name: there is no setting 'vault_requird'.\n"
                + "Did you mean 'vault_required'? The settings are layout, naming, timezone, jobs,"
                + " compression, target_file_size, row_group_size, loaded_at, source_count,"
                + " slice_size, staging_lifetime, vault_required, retry_base, retry_cap, retry_after_cap,"
                + " retry_deadline and blackout_longest_wait.",
            "sheet Settings, row 4, name jobs: the setting also stands at sheet Settings, row 3,"
                + " name jobs.\nKeep one row.");
  }

  @Test
  void readsConnectionsWithFreeOptions() {
    WorkbookContents contents =
        read(
            sources(
                List.of("Source_Name", "source_type", "HOST", "port", "option_sslmode", "database"),
                List.of("Shop", "sqlite3", " db ", 5432.0, "require", "none")));
    assertThat(messages(contents)).isEmpty();
    assertThat(contents.source("Shop").type()).contains(SourceType.SQLITE);
    assertThat(contents.source("Shop").values())
        .isEqualTo(Map.of("host", "db", "port", "5432", "option_sslmode", "require"));
    assertThat(contents.source("other").values()).isEmpty();
    assertThat(contents.jobs()).extracting(Job::sourceName).containsExactly("Shop");
  }

  @Test
  void refusesASourceOfTwoTypes() {
    assertThat(
            messages(
                read(
                    sources(List.of("source_name", "source_type"), List.of("shop", "postgresql")))))
        .containsExactly(
            "sheet SourceConfig, row 2, column source_type: 'sqlite', but the sheet Sources says"
                + " that 'shop' is 'postgresql'.\nWrite the same type in both, or give one of the"
                + " sources another name.");
  }

  @Test
  void refusesWhatIsWrongInTheSheetSources() {
    assertThat(
            messages(
                read(
                    sources(
                        List.of("source_name", "source_type", "port", "hosst"),
                        List.of("shop", "sqlit", "70000", ""),
                        List.of("SHOP", "", "", ""),
                        List.of("", "sqlite", "", "")))))
        .containsExactly(
            "sheet Sources, row 1: the column 'hosst' is not known.\n"
                + "Did you mean 'host'? Columns of your own begin with option_, notes with #.",
            "sheet Sources, row 2, column source_type: 'sqlit' is not known.\n"
                + "Did you mean 'sqlite'? Write postgresql, sqlite, sqlserver, azure_sql, oracle,"
                + " mysql, jdbc or rest.",
            "sheet Sources, row 2, column port: '70000' is no port.\n"
                + "Write a number from 1 to 65535, or empty the cell for the usual one.",
            "sheet Sources, row 3, column source_name: 'SHOP' also stands at sheet Sources, row"
                + " 2.\nKeep one row for each source; letter case makes no difference.",
            "sheet Sources, row 4, column source_name: empty, so that no job can use the row.\n"
                + "Write the name that stands in SourceConfig.");
  }

  @ParameterizedTest
  @CsvSource({
    "password, hunter2, password, PASSWORD",
    "option_api_key, hunter2, api_key, API_KEY",
    "base_url, https://joe:hunter2@example.com, base_url, BASE_URL"
  })
  void warnsOfSecretsAndSaysWhereToPutThem(
      String column, String value, String key, String variable) {
    assertThat(messages(read(sources(List.of("source_name", column), List.of("shop", value)))))
        .containsExactly(
            "sheet Sources, row 2, column %s: a secret seems to stand here, where everybody who may"
                    .formatted(column)
                + " open the workbook reads it.\nEmpty the cell and put it into .dlt/secrets.toml"
                + " under [sources.shop] as %s, or into the environment variable DLT_SHOP_%s."
                    .formatted(key, variable));
  }

  private static Book settings(List<?>... rows) {
    return withSheet("Settings", List.of("name", "value"), rows);
  }

  private static Book sources(List<?> header, List<?>... rows) {
    return withSheet("Sources", header, rows);
  }

  private static Book withSheet(String name, List<?> header, List<?>... rows) {
    List<List<Object>> cells = new ArrayList<>();
    cells.add(List.copyOf(header));
    for (List<?> row : rows) {
      cells.add(List.copyOf(row));
    }
    return Jobs.book(with(full("a"), "source_name", "shop")).sheet(name, cells);
  }
}

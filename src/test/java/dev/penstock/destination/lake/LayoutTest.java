package dev.penstock.destination.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.failure.ConfigException;
import dev.penstock.job.Settings;
import java.time.Instant;
import java.time.ZoneId;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LayoutTest {
  private static final Instant TIME = Instant.parse("2026-02-01T23:04:05.006789Z");
  private static final Placement UTC =
      new Placement("sales", "Order Lines", TIME.atZone(ZoneId.of("UTC")));

  @Test
  void placesFilesByTableAndDay() {
    Layout layout = Layout.parse(Settings.DEFAULT_LAYOUT);
    assertThat(layout.path(UTC, "load", "0000-0001"))
        .isEqualTo("Order%20Lines/2026/02/01/load.0000-0001.parquet");
    assertThat(layout.scope(UTC)).isEqualTo("Order%20Lines/2026/02/01/");
  }

  @Test
  void reckonsDaysInTheZoneOfTheRun() {
    Placement tokyo = new Placement("s", "t", TIME.atZone(ZoneId.of("Asia/Tokyo")));
    assertThat(Layout.parse(Settings.DEFAULT_LAYOUT).scope(tokyo)).isEqualTo("t/2026/02/02/");
  }

  @ParameterizedTest
  @CsvSource({
    "schema_name, sales",
    "table_name, Order%20Lines",
    "curr_date, 2026-02-01",
    "timestamp, 1769987045",
    "timestamp_ms, 1769987045006",
    "load_package_timestamp, 1769987045",
    "load_package_timestamp_ms, 1769987045006",
    "YYYY, 2026",
    "YY, 26",
    "Y, 2026",
    "MMMM, february",
    "MMM, feb",
    "MM, 02",
    "M, 2",
    "DD, 01",
    "D, 1",
    "HH, 23",
    "H, 23",
    "mm, 04",
    "m, 4",
    "ss, 05",
    "s, 5",
    "SSSS, 0067",
    "SSS, 006",
    "SS, 00",
    "S, 0",
    "dddd, sunday",
    "ddd, sun",
    "dd, su",
    "d, 0",
    "Q, 1",
  })
  void knowsThePlaceholdersOfDlt(String name, String value) {
    String template = "{table_name}/x{" + name + "}/{load_id}.{file_id}.{ext}";
    assertThat(Layout.parse(template).path(UTC, "L", "F"))
        .isEqualTo("Order%20Lines/x" + value + "/L.F.parquet");
  }

  @Test
  void coversTheFilesOfOneTimeEvenWithTheDateInTheFileName() {
    assertThat(Layout.parse("{table_name}/{curr_date}.{load_id}.{file_id}.{ext}").scope(UTC))
        .isEqualTo("Order%20Lines/2026-02-01.");
    assertThat(Layout.parse("{load_id}/{table_name}/{file_id}.{ext}").scope(UTC)).isEmpty();
  }

  @Test
  void refusesAnUnknownPlaceholderByName() {
    assertThatThrownBy(() -> Layout.parse("{tabel_name}/{table_name}/{load_id}.{file_id}.{ext}"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "setting layout: '{tabel_name}/{table_name}/{load_id}.{file_id}.{ext}':"
                + " {tabel_name} is no placeholder.\nUse {load_id} {file_id} {ext}"
                + StreamSupport.stream(Placeholder.names().spliterator(), false)
                    .map(name -> " {" + name + "}")
                    .collect(Collectors.joining())
                + ".");
  }

  @Test
  void saysEverythingThatIsMissing() {
    assertThatThrownBy(() -> Layout.parse("{YYYY}"))
        .hasMessage(
            """
            setting layout: '{YYYY}': without {ext} readers would not know the file as Parquet.
            Add {ext}.
            setting layout: '{YYYY}': without {file_id} two files of a load would have the same name.
            Add {file_id}.
            setting layout: '{YYYY}': without {load_id} two loads would write the same file.
            Add {load_id}.
            setting layout: '{YYYY}': without {table_name} two tables would share their folders.
            Add {table_name}.""");
  }

  @ParameterizedTest
  @CsvSource({
    "../{table_name}/{load_id}.{file_id}.{ext}",
    "/{table_name}/{load_id}.{file_id}.{ext}",
    "{table_name}//{load_id}.{file_id}.{ext}",
    "{table_name}/_hidden/{load_id}.{file_id}.{ext}",
    "{table_name}/./{load_id}.{file_id}.{ext}",
    "{table_name}/{load_id}.{file_id}.{ext}/",
  })
  void refusesFoldersThatLeadAstrayOrHide(String template) {
    assertThatThrownBy(() -> Layout.parse(template))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "setting layout: '"
                + template
                + "': a folder or file name in it is empty, ends in a dot, or begins with . or _,"
                + " which readers skip.\nBegin every name between slashes with a letter, a digit or a"
                + " placeholder.");
  }

  @ParameterizedTest
  @CsvSource({
    "{table_name}\\{load_id}.{file_id}.{ext}",
    "{table_name}/{load_id}.{file_id}.{ext}{",
    "{table_name}/a b/{load_id}.{file_id}.{ext}",
    "C:/{table_name}/{load_id}.{file_id}.{ext}",
  })
  void refusesCharactersThatAStoreMayNotTake(String template) {
    assertThatThrownBy(() -> Layout.parse(template))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "setting layout: '"
                + template
                + "': it holds a character that not every store allows.\nBetween placeholders use"
                + " letters, digits, and _ - . = /.");
  }
}

package dev.penstock.workbook;

import static dev.penstock.workbook.Jobs.full;
import static dev.penstock.workbook.Jobs.incremental;
import static dev.penstock.workbook.Jobs.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.job.Cursor;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.job.Naming;
import dev.penstock.job.SourceType;
import dev.penstock.job.WriteDisposition;
import dev.penstock.workbook.Book.Xml;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkbookToleranceTest extends WorkbookFixture {
  @Test
  void readsEveryColumn() {
    Map<String, Object> row = incremental("orders");
    row.put("job_id", "Orders-1");
    row.put("source_type", "postgres");
    row.put("schema_name", "sales");
    row.put("target_container", "raw");
    row.put("target_folder_path", "shop/daily/");
    row.put("last_watermark", "2026-01-31");
    row.put("query_filter", "note <> 'a;b -- c' AND (x > 0)");
    row.put("query", "SELECT * FROM orders");
    row.put("columns", "id, \"a,b\", updated_at");
    row.put("column_types", "amount=decimal(38,9), note=text");
    row.put("primary_key", "id");
    row.put("naming", "as is");
    row.put("chunk_size", 100000.0);
    row.put("parallelism", "4");
    row.put("retry_count", 0);
    row.put("timeout_seconds", 60);
    row.put("description", "“quoted” text");
    Job job = onlyJob(row);
    assertThat(job.id()).isEqualTo("Orders-1");
    assertThat(job.place()).isEqualTo("sheet SourceConfig, row 2");
    assertThat(job.sourceType()).isEqualTo(SourceType.POSTGRESQL);
    assertThat(job.loadType()).isEqualTo(LoadType.INCREMENTAL);
    assertThat(job.extract().qualifiedName()).isEqualTo("sales.orders");
    assertThat(job.extract().cursor())
        .contains(new Cursor("updated_at", java.util.Optional.of("2026-01-31")));
    assertThat(job.extract().filter()).contains("note <> 'a;b -- c' AND (x > 0)");
    assertThat(job.extract().query()).contains("SELECT * FROM orders");
    assertThat(job.extract().columns()).containsExactly("id", "a,b", "updated_at");
    assertThat(job.extract().columnTypes())
        .isEqualTo(Map.of("amount", "decimal(38,9)", "note", "text"));
    assertThat(job.target().container()).contains("raw");
    assertThat(job.target().folder()).contains("shop/daily");
    assertThat(job.target().disposition()).isEqualTo(WriteDisposition.APPEND);
    assertThat(job.target().naming()).isEqualTo(Naming.AS_IS);
    assertThat(job.target().primaryKey()).containsExactly("id");
    assertThat(job.effort().batchRows()).isEqualTo(100_000);
    assertThat(job.effort().parallelism()).isEqualTo(4);
    assertThat(job.effort().retries()).isZero();
    assertThat(job.effort().timeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(job.description()).isEqualTo("“quoted” text");
  }

  @Test
  void fillsInTheDefaults() {
    Job job = onlyJob(full("orders"));
    assertThat(job.id()).isEqualTo("shop_orders");
    assertThat(job.target().disposition()).isEqualTo(WriteDisposition.SNAPSHOT);
    assertThat(job.target().naming()).isEqualTo(Naming.SNAKE_CASE);
    assertThat(job.extract().cursor()).isEmpty();
    assertThat(job.effort().batchRows()).isEqualTo(16_384);
    assertThat(job.effort().parallelism()).isEqualTo(1);
    assertThat(job.effort().retries()).isEqualTo(3);
    assertThat(job.effort().timeout()).isEqualTo(Duration.ofHours(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Y", "y", "yes", "1", "TRUE", "True", " ja ", "\u00a0Y\u200b"})
  @BadInput(value = Input.FLAG, taken = "yes")
  void understandsYes(String word) {
    assertThat(readJobs(List.of(with(full("a"), "enabled", word))).jobs()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"N", "n", "no", "0", "FALSE", "nein"})
  void understandsNo(String word) {
    WorkbookContents contents = readJobs(List.of(with(full("a"), "enabled", word)));
    assertThat(contents.jobs()).isEmpty();
    assertThat(contents.disabledJobs()).containsExactly("shop_a");
    assertThat(contents.problems()).isEmpty();
  }

  @Test
  void understandsCheckBoxesAndNumbersAsFlags() {
    Xml yes = new Xml("<c @ t=\"b\"><v>1</v></c>");
    Xml no = new Xml("<c @ t=\"b\"><v>0</v></c>");
    WorkbookContents contents =
        readJobs(
            List.of(
                with(full("a"), "enabled", yes),
                with(full("b"), "enabled", no),
                with(full("c"), "enabled", 1.0)));
    assertThat(contents.jobs()).extracting(Job::id).containsExactly("shop_a", "shop_c");
    assertThat(contents.disabledJobs()).containsExactly("shop_b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "None", "NaN", "NULL", "  ", "\u00a0", "\ufeff"})
  void readsTheWordsOfDataFramesAsEmpty(String word) {
    Map<String, Object> row = with(with(full("a"), "chunk_size", word), "query_filter", word);
    Job job = onlyJob(with(row, "depends_on", word));
    assertThat(job.effort().batchRows()).isEqualTo(16_384);
    assertThat(job.extract().filter()).isEmpty();
    assertThat(job.dependsOn()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " orders ",
        "\u00a0orders\u00a0",
        "\ufefforders",
        "\u200borders\u200d",
        "“orders”"
      })
  @BadInput(value = Input.INVISIBLE_CHARACTERS, taken = "are taken away")
  void takesAwayWhatSurroundsAValue(String text) {
    assertThat(onlyJob(with(full("x"), "table_name", text)).extract().tableName())
        .isEqualTo("orders");
  }

  @ParameterizedTest
  @CsvSource({
    "123, 123",
    "100000.0, 100000",
    "1.2E+18, 1200000000000000000",
    "0.10000000000000001, 0.1",
    "999999999999999, 999999999999999",
    "-7, -7",
    "1E-7, 0.0000001"
  })
  @BadInput(
      value = Input.NUMBER_FOR_TEXT,
      taken =
          "123: the zeros are in the format of the cell alone, not in the file; 1.2E+18 is read as 1200000000000000000")
  void readsNumbersAsTheirDigits(String stored, String digits) {
    Xml cell = new Xml("<c @><v>" + stored + "</v></c>");
    assertThat(onlyJob(with(full("x"), "table_name", cell)).extract().tableName())
        .isEqualTo(digits);
  }

  @ParameterizedTest
  @CsvSource({
    "<c @ s='1'><v>46053</v></c>, 2026-01-31",
    "<c @ s='2'><v>46053.416666666664</v></c>, 2026-01-31 10:00:00",
    "<c @ s='2'><v>46053.416666672454</v></c>, 2026-01-31 10:00:00.001",
    "<c @ s='1'><v>46053.99999999999</v></c>, 2026-02-01",
    "<c @ s='1'><v>59</v></c>, 1900-02-28",
    "<c @ s='1'><v>61</v></c>, 1900-03-01",
    "<c @ t='d'><v>2026-01-31T10:00:00</v></c>, 2026-01-31 10:00:00",
    "<c @ t='d'><v>2026-01-31</v></c>, 2026-01-31",
    "<c @ s='3'><v>46053</v></c>, 46053",
    "<c @ s='4'><v>46053</v></c>, 46053",
    "<c @><v>1E+3</v></c>, 1000",
    "<c @ t='str'><f>A1</f><v>2026-01-31</v></c>, 2026-01-31"
  })
  @BadInput(value = Input.DATE, taken = "as text, as a serial and as an ISO date alike, 2026-01-31")
  void readsTheFirstWatermarkAsIsoText(String cell, String text) {
    Job job = onlyJob(with(incremental("a"), "last_watermark", new Xml(cell)));
    assertThat(job.extract().cursor().orElseThrow().initialValue()).contains(text);
  }

  @Test
  void countsDatesFrom1904WhereTheWorkbookDoes() {
    Xml date = new Xml("<c @ s=\"1\"><v>44591</v></c>");
    Book book = Jobs.book(with(incremental("a"), "last_watermark", date)).from1904();
    assertThat(read(book).jobs().get(0).extract().cursor().orElseThrow().initialValue())
        .contains("2026-01-31");
  }

  @Test
  void usesTheStoredValueOfAFormula() {
    Xml text = new Xml("<c @ t=\"str\"><f>CONCAT(\"or\",\"ders\")</f><v>orders</v></c>");
    Xml number = new Xml("<c @><f>2*50</f><v>100</v></c>");
    Job job = onlyJob(with(with(full("x"), "table_name", text), "chunk_size", number));
    assertThat(job.extract().tableName()).isEqualTo("orders");
    assertThat(job.effort().batchRows()).isEqualTo(100);
  }

  @Test
  void readsSharedRichTextWithoutReadingAids() {
    Xml cell = new Xml("<c @ t=\"s\"><v>0</v></c>");
    Book book =
        Jobs.book(with(full("x"), "table_name", cell))
            .sharedTexts("<r><t>or</t></r><r><t>ders</t></r><rPh><t>aid</t></rPh>");
    assertThat(read(book).jobs().get(0).extract().tableName()).isEqualTo("orders");
  }

  @Test
  void readsColumnsInAnyOrderAndLetterCase() {
    List<List<Object>> rows = new ArrayList<>(Jobs.sheet(List.of(incremental("orders"))));
    rows.replaceAll(row -> reversed(row));
    rows.set(0, rows.get(0).stream().map(h -> (Object) (" " + spelled(h) + "\u00a0")).toList());
    WorkbookContents contents = read(new Book().sheet("SourceConfig", rows));
    assertThat(messages(contents)).isEmpty();
    assertThat(contents.jobs()).extracting(Job::id).containsExactly("shop_orders");
  }

  @Test
  void skipsBlankRowsAndTitlesAboveTheHeader() {
    List<List<Object>> rows = new ArrayList<>();
    rows.add(List.of("Jobs of the shop"));
    rows.add(List.of());
    rows.addAll(Jobs.sheet(List.of(full("a"))));
    rows.add(3, List.of(" ", "nan", "\u00a0"));
    WorkbookContents contents = read(new Book().sheet("SourceConfig", rows));
    assertThat(messages(contents)).isEmpty();
    assertThat(contents.jobs()).extracting(Job::place).containsExactly("sheet SourceConfig, row 5");
  }

  @Test
  void warnsOfUnknownColumnsButNotOfNotes() {
    Map<String, Object> row = with(with(full("a"), "watermark_colum", "x"), "# owner", "Joe");
    assertThat(messages(row))
        .containsExactly(
            "sheet SourceConfig, row 1: the column 'watermark_colum' is not known; it is not"
                + " read.\nDid you mean 'watermark_column'? If it is a note, begin its header with"
                + " #.");
  }

  @Test
  void namesEveryMissingColumn() {
    Map<String, Object> row = full("a");
    row.remove("enabled");
    row.remove("load_type");
    assertThat(messages(row))
        .containsExactly(
            "sheet SourceConfig, row 1: the column load_type is missing.\n" + required(),
            "sheet SourceConfig, row 1: the column enabled is missing.\n" + required());
  }

  @Test
  @BadInput(
      value = Input.HEADER_CELLS,
      says =
          "sheet SourceConfig, row 1: the header 'table_name' stands twice, in cells C1 and F1.\nKeep one of the two columns.")
  @BadInput(
      value = Input.HEADER_CELLS,
      says =
          "sheet SourceConfig, row 1: the header cells E1:F1 are merged, so that it is unclear which column they name.\nSelect them, choose Unmerge Cells, and give each column its own header.")
  void refusesDoubledAndMergedHeaders() {
    List<List<Object>> rows = new ArrayList<>(Jobs.sheet(List.of(full("a"))));
    List<Object> header = new ArrayList<>(rows.get(0));
    header.add("TABLE_NAME ");
    rows.set(0, header);
    Book book = new Book().sheet("SourceConfig", rows).mergeInLast("E1:F1");
    assertThat(messages(read(book)))
        .containsExactly(
            "sheet SourceConfig, row 1: the header 'table_name' stands twice, in cells C1 and"
                + " F1.\nKeep one of the two columns.",
            "sheet SourceConfig, row 1: the header cells E1:F1 are merged, so that it is unclear"
                + " which column they name.\nSelect them, choose Unmerge Cells, and give each"
                + " column its own header.");
  }

  @Test
  void warnsOfValuesWithoutAHeader() {
    List<List<Object>> rows = new ArrayList<>(Jobs.sheet(List.of(full("a"))));
    List<Object> row = new ArrayList<>(rows.get(1));
    row.add("stray");
    rows.set(1, row);
    assertThat(messages(read(new Book().sheet("SourceConfig", rows))))
        .containsExactly(
            "sheet SourceConfig: cell F2 holds a value, but its column has no header; it is not"
                + " read.\nGive the column a header, one that begins with # if it is a note.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sourceconfig", "SourceConfig ", " SOURCECONFIG\u00a0"})
  @BadInput(value = Input.SHEET_NAME, taken = "the sheet is found")
  void findsTheSheetInAnotherCaseAndWithBlanks(String name) {
    WorkbookContents contents = read(new Book().sheet(name, Jobs.sheet(List.of(full("a")))));
    assertThat(messages(contents)).isEmpty();
    assertThat(contents.jobs()).hasSize(1);
  }

  @Test
  @BadInput(
      value = Input.SHEET_HIDDEN,
      says =
          "sheet SourceConfig: the sheet is hidden, but it is read all the same.\nUnhide it, so that people see what runs.")
  void readsAHiddenSheetAndSaysSo() {
    WorkbookContents contents = read(Jobs.book(full("a")).hideLast());
    assertThat(messages(contents))
        .containsExactly(
            "sheet SourceConfig: the sheet is hidden, but it is read all the same.\n"
                + "Unhide it, so that people see what runs.");
    assertThat(contents.jobs()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"~$jobs.xlsx", ".~lock.jobs.xlsx#"})
  @BadInput(
      value = Input.OPEN_ELSEWHERE,
      says =
          "it is open in a spreadsheet program (~$jobs.xlsx stands beside it).\nSave it there first: changes that are not saved are not seen.")
  void readsAWorkbookThatIsOpenAndSaysSo(String lock) throws IOException {
    Files.writeString(folder.resolve(lock), "somebody");
    WorkbookContents contents = read(Jobs.book(full("a")));
    assertThat(messages(contents))
        .containsExactly(
            "workbook %s: it is open in a spreadsheet program (%s stands beside it).\n"
                    .formatted(folder.resolve("jobs.xlsx"), lock)
                + "Save it there first: changes that are not saved are not seen.");
    assertThat(contents.jobs()).hasSize(1);
  }

  @Test
  void readsAThousandJobs() {
    List<Map<String, Object>> rows =
        IntStream.range(0, 1_000)
            .mapToObj(
                i -> i == 0 ? full("t0") : with(full("t" + i), "depends_on", "shop_t" + (i - 1)))
            .toList();
    long start = CpuTime.nanos();
    WorkbookContents contents = readJobs(rows);
    Duration took = Duration.ofNanos(CpuTime.nanos() - start);
    assertThat(messages(contents)).isEmpty();
    assertThat(contents.jobs()).hasSize(1_000);
    assertThat(took).isLessThan(Duration.ofSeconds(2));
  }

  private static String required() {
    return "Add it; the required columns are source_type, source_name, table_name, load_type and"
        + " enabled.";
  }

  private static List<Object> reversed(List<Object> row) {
    List<Object> copy = new ArrayList<>(row);
    Collections.reverse(copy);
    return copy;
  }

  private static String spelled(Object header) {
    return header.toString().replace("source_type", "Source Type").replace("enabled", "ENABLED");
  }
}

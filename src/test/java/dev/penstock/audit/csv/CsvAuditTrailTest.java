package dev.penstock.audit.csv;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180ParserBuilder;
import dev.penstock.audit.AuditEntry;
import dev.penstock.audit.Status;
import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.secret.Redactor;
import dev.penstock.source.Burden;
import dev.penstock.testing.OwnClassPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvAuditTrailTest {
  private static final String HEADER =
      "\uFEFFtimestamp,job_name,status,rows_processed,duration_seconds,partition_path,error_message,"
          + "run_id,load_id,load_type,watermark_from,watermark_to,files,bytes,attempts,"
          + "schema_version,source_rows,consistency,warnings,sessions,longest_query_seconds,"
          + "rows_per_second,source_bytes\n";
  private static final String FAILED =
      "2026-11-21T03:15:00.123+00:00,job,FAILED,0,1.500,,%s,run-1,,FULL,,,0,0,2,0,,,%s,,,,\n";

  private final Redactor redactor = new Redactor();

  @TempDir Path folder;

  @Test
  void writesALoadAsOneRow() throws IOException {
    trail().append(AuditEntry.of(Entries.load(1, "shop_orders", Entries.AT)));

    assertThat(Files.readString(file()))
        .isEqualTo(
            HEADER
                + "2026-11-21T03:15:00.123+00:00,shop_orders,SUCCESS,5000,2.500,"
                + "data/shop/orders/2026/11/21,,run-1,load-shop_orders-1,INCREMENTAL,'-5,7,"
                + "1,123456,1,3,5000,per_split,'=2 rows have no cursor | b,,,,\n");
  }

  @Test
  void writesTheHeaderOnce() throws IOException {
    trail().append(Entries.failed(Entries.AT, "job", "a"));
    trail().append(Entries.failed(Entries.AT, "job", "b"));

    assertThat(Files.readString(file()))
        .isEqualTo(HEADER + FAILED.formatted("a", "") + FAILED.formatted("b", ""));
  }

  @Test
  void takesTheDayFromTheTimeZone() throws IOException {
    Instant evening = Instant.parse("2026-11-21T23:30:00Z");
    new CsvAuditTrail(folder, ZoneId.of("Europe/Berlin"), redactor)
        .append(Entries.failed(evening, "job", "a"));

    assertThat(Files.readString(folder.resolve("audit_20261122.csv")))
        .startsWith(HEADER + "2026-11-22T00:30:00.000+01:00,job,FAILED,");
  }

  @Test
  @Secures(Measure.SECRETS_IN_OUTPUT)
  void keepsAMessageInOneLineAndWithoutSecrets() throws IOException {
    redactor.register("hunter2");
    trail()
        .append(
            Entries.failed(
                Entries.AT, "job", "a\r\n\tb \"c\", hunter2\u2028d;password=x", "hunter2\nw"));

    assertThat(Files.readString(file()))
        .isEqualTo(HEADER + FAILED.formatted("\"a b \"\"c\"\", *** d;password=***\"", "*** w"));
  }

  @Test
  void cutsAnEndlessMessage() throws IOException {
    trail().append(Entries.failed(Entries.AT, "job", "x".repeat(10_000)));

    assertThat(Files.readString(file()))
        .isEqualTo(
            HEADER + FAILED.formatted("x".repeat(8_000) + " ... (2000 more characters)", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=HYPERLINK(1)",
        "+1",
        "-2+3",
        "@SUM(1)",
        "\uFF1D1",
        "\uFF0B1",
        "\uFF0D1",
        "\uFF201",
        "'x"
      })
  @Secures(Measure.FORMULA_INJECTION)
  void neverStartsAFormulaInAnyTextColumn(String text) throws IOException {
    AuditEntry plain = Entries.failed(Entries.AT, text, text, text);
    trail()
        .append(
            new AuditEntry(
                plain.at(),
                text,
                plain.status(),
                0,
                plain.duration(),
                text,
                text,
                text,
                text,
                text,
                text,
                text,
                0,
                0,
                2,
                0,
                plain.sourceRows(),
                text,
                List.of(text),
                Optional.empty()));

    String row = Files.readString(file()).substring(HEADER.length());
    String safe = "'" + text;
    assertThat(row)
        .isEqualTo(
            "2026-11-21T03:15:00.123+00:00,%1$s,FAILED,0,1.500,%1$s,%1$s,%1$s,%1$s,%1$s,%1$s,%1$s,0,0,2,0,,%1$s,%1$s,,,,\n"
                .formatted(safe));
    assertThat(new AuditReader(folder).last(1, any -> true).get(0).errorMessage()).isEqualTo(text);
  }

  @Test
  @Secures(Measure.FORMULA_INJECTION)
  void noCellOfAnyTextColumnStartsAFormulaWhenItIsReadBack() throws Exception {
    List<String> triggers =
        List.of(
            "=", "+", "-", "@", "\t=", "\r=", "\n=", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20", "'=");
    int[] textColumns = {1, 5, 6, 7, 8, 9, 10, 11, 17, 18};
    for (String trigger : triggers) {
      for (int column : textColumns) {
        String[] texts = new String[19];
        Arrays.fill(texts, "plain");
        texts[column] = trigger + "HYPERLINK(\"x\",\"y\")";
        trail().append(entry(texts));
      }
    }

    List<String[]> rows = parsed();
    assertThat(rows).hasSize(1 + triggers.size() * textColumns.length);
    assertThat(rows.get(0)[0]).isEqualTo("\uFEFFtimestamp");
    for (int i = 1; i < rows.size(); i++) {
      int column = textColumns[(i - 1) % textColumns.length];
      String text = triggers.get((i - 1) / textColumns.length).strip() + "HYPERLINK(\"x\",\"y\")";
      assertThat(rows.get(i)).hasSize(23);
      assertThat(rows.get(i)[column]).isEqualTo("'" + text);
      assertThat(rows.get(i)[3]).isEqualTo("0");
    }
  }

  @Test
  void saysWhatWasAskedOfTheSource() throws IOException {
    AuditEntry plain = Entries.failed(Entries.AT, "a", "");
    Burden asked = new Burden(3, 2_500, 2_000, 10_000, 4_096);

    trail().append(withBurden(plain, asked));

    assertThat(Files.readString(file())).endsWith(",,,3,2.500,5000,4096\n");
    Burden back = new AuditReader(folder).last(1, any -> true).get(0).burden().orElseThrow();
    assertThat(back.sessions()).isEqualTo(3);
    assertThat(back.longestQueryMillis()).isEqualTo(2_500);
    assertThat(back.rowsPerSecond()).isEqualTo(5_000);
    assertThat(back.bytes()).isEqualTo(4_096);
  }

  @Test
  void aFileOfAnOlderVersionGetsTheColumnsOfToday() throws IOException {
    String today = ",sessions,longest_query_seconds,rows_per_second,source_bytes";
    trail().append(Entries.failed(Entries.AT, "job", "a"));
    String old = Files.readString(file()).replace(today, "").replace(",,,,\n", "\n");
    Files.writeString(file(), old);
    assertThat(new AuditReader(folder).last(9, any -> true)).hasSize(1);

    trail().append(Entries.failed(Entries.AT, "job", "b"));

    assertThat(Files.readString(file()))
        .isEqualTo(HEADER + FAILED.formatted("a", "") + FAILED.formatted("b", ""));
  }

  private static AuditEntry withBurden(AuditEntry entry, Burden asked) {
    return AuditEntry.withoutCommit(
        entry.at(),
        entry.jobId(),
        entry.status(),
        entry.duration(),
        entry.runId(),
        Optional.of(entry.loadType()),
        entry.attempts(),
        "",
        List.of(),
        Optional.of(asked));
  }

  private AuditEntry entry(String[] texts) {
    return new AuditEntry(
        Entries.AT,
        texts[1],
        Status.FAILED,
        0,
        Duration.ofMillis(1_500),
        texts[5],
        texts[6],
        texts[7],
        texts[8],
        texts[9],
        texts[10],
        texts[11],
        0,
        0,
        2,
        0,
        OptionalLong.empty(),
        texts[17],
        List.of(texts[18]),
        Optional.empty());
  }

  private List<String[]> parsed() throws Exception {
    try (CSVReader reader =
        new CSVReaderBuilder(Files.newBufferedReader(file()))
            .withCSVParser(new RFC4180ParserBuilder().build())
            .build()) {
      return reader.readAll();
    }
  }

  /** Where a comma is in numbers, spreadsheets split lines at semicolons, inside quotes too. */
  @ParameterizedTest
  @ValueSource(strings = {"a;=1+1", "a; =1+1", "a;\t@SUM(1)", "a;\"+1\"", "a;-2+3"})
  @Secures(Measure.FORMULA_INJECTION)
  void noPartBehindASemicolonStartsAFormula(String text) throws IOException {
    trail().append(Entries.failed(Entries.AT, text, text, text));

    String row = Files.readString(file()).substring(HEADER.length());
    for (String cell : row.split(";", -1)) {
      assertThat(cell.replaceFirst("^[\\s\"]+", "")).doesNotMatch("(?s)[=+@-].*");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\t=1+1", "\r=1+1", "\n=1+1", " =1+1"})
  void guardsAFormulaBehindBlanks(String text) throws IOException {
    trail().append(Entries.failed(Entries.AT, "job", text));

    assertThat(Files.readString(file())).isEqualTo(HEADER + FAILED.formatted("'=1+1", ""));
  }

  @Test
  void startsANewLineAfterATornOne() throws IOException {
    trail().append(Entries.failed(Entries.AT, "job", "a"));
    Files.writeString(file(), "2026-11-21T03:15:01Z,job,\"torn \"\"q", StandardOpenOption.APPEND);

    trail().append(Entries.failed(Entries.AT, "job", "b"));

    assertThat(Files.readString(file())).endsWith(",\"torn \"\"q\"\n" + FAILED.formatted("b", ""));
    assertThat(new AuditReader(folder).last(9, any -> true))
        .extracting(AuditEntry::errorMessage)
        .containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 20})
  void completesATornHeader(int bytes) throws IOException {
    byte[] header = HEADER.getBytes(StandardCharsets.UTF_8);
    Files.write(file(), Arrays.copyOf(header, bytes));

    trail().append(Entries.failed(Entries.AT, "job", "a"));

    assertThat(Files.readString(file())).isEqualTo(HEADER + FAILED.formatted("a", ""));
  }

  @Test
  @BadInput(
      value = Input.HOSTILE_AUDIT,
      says =
          ": its first line is not the header of an audit file; another program has written or saved it.\nMove the file away: the next run begins a new one, and 'history --rebuild' brings the rows of all loads back.")
  void refusesAFileThatAnotherProgramHasSaved() throws IOException {
    Files.writeString(file(), HEADER.replace(',', ';'));

    assertThatThrownBy(() -> trail().append(Entries.failed(Entries.AT, "job", "a")))
        .isInstanceOfSatisfying(
            IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_REFUSED))
        .hasMessage(
            file()
                + ": its first line is not the header of an audit file; another program has"
                + " written or saved it.\nMove the file away: the next run begins a new one, and"
                + " 'history --rebuild' brings the rows of all loads back.");
    assertThat(Files.readString(file())).isEqualTo(HEADER.replace(',', ';'));
  }

  @Test
  void saysWhatToDoWhenTheFileCannotBeWritten() throws IOException {
    Files.createDirectory(file());

    assertThatThrownBy(() -> trail().append(Entries.failed(Entries.AT, "job", "a")))
        .isInstanceOfSatisfying(
            IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_REFUSED))
        .hasMessage(
            file()
                + ": cannot be written (Is a directory).\nClose it where it is open, such as in"
                + " Excel, and see to it that this user may write it and that the disk has room.");
  }

  @Test
  void writesForAThreadThatWasInterrupted() {
    Thread.currentThread().interrupt();

    trail().append(Entries.failed(Entries.AT, "job", "a"));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(new AuditReader(folder).last(9, any -> true)).hasSize(1);
  }

  @Test
  void losesNoRowOfManyThreadsAndTrails() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> done = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      String job = "t" + thread + "-";
      CsvAuditTrail own = trail();
      done.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 25; i++) {
                  own.append(Entries.failed(Entries.AT, job + i, "x"));
                }
              }));
    }
    for (Future<?> one : done) {
      one.get();
    }
    threads.shutdown();

    assertThat(jobsIn(Files.readAllLines(file()))).hasSize(100);
  }

  @Test
  void losesNoRowOfTwoProcesses() throws Exception {
    List<Process> processes = List.of(start("a"), start("b"));
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }

    List<String> lines = Files.readAllLines(file());
    assertThat(lines).hasSize(401);
    assertThat(lines).filteredOn(line -> line.contains("timestamp,")).hasSize(1);
    assertThat(jobsIn(lines)).hasSize(400);
  }

  private Process start(String job) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(
            java.toString(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            OwnClassPath.absolute(),
            AuditWriterProcess.class.getName(),
            folder.toString(),
            job,
            "200")
        .inheritIO()
        .start();
  }

  private static Set<String> jobsIn(List<String> lines) {
    Set<String> jobs = new HashSet<>();
    lines.stream().skip(1).forEach(line -> jobs.add(AuditRow.read(line).orElseThrow().jobId()));
    return jobs;
  }

  private CsvAuditTrail trail() {
    return new CsvAuditTrail(folder, ZoneOffset.UTC, redactor);
  }

  private Path file() {
    return folder.resolve("audit_20261121.csv");
  }
}

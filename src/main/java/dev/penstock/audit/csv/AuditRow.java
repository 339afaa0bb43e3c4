package dev.penstock.audit.csv;

import com.opencsv.CSVWriter;
import com.opencsv.ICSVWriter;
import com.opencsv.RFC4180Parser;
import dev.penstock.audit.AuditEntry;
import dev.penstock.audit.Status;
import dev.penstock.secret.Redactor;
import dev.penstock.source.Burden;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** How an entry is written as one line, and read back. */
final class AuditRow {
  /** The header of versions that took no note of what was asked of the source. */
  static final String OLD_HEADER =
      "timestamp,job_name,status,rows_processed,duration_seconds,partition_path,error_message,"
          + "run_id,load_id,load_type,watermark_from,watermark_to,files,bytes,attempts,"
          + "schema_version,source_rows,consistency,warnings";

  static final String HEADER =
      OLD_HEADER + ",sessions,longest_query_seconds,rows_per_second,source_bytes";

  private static final int OLD_COLUMNS = 19;
  private static final int COLUMNS = 23;
  private static final long ONE_SECOND = 1000;
  private static final String WARNING_BORDER = " | ";

  private final DateTimeFormatter timestamp;
  private final Redactor redactor;

  AuditRow(ZoneId zone, Redactor redactor) {
    this.timestamp =
        DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT).withZone(zone);
    this.redactor = redactor;
  }

  /** The line without its end; it never holds a line break. */
  String write(AuditEntry entry) {
    String[] cells = {
      timestamp.format(entry.at()),
      text(entry.jobId()),
      entry.status().name(),
      Long.toString(entry.rows()),
      seconds(entry.duration().toMillis()),
      text(entry.partitionPath()),
      text(redactor.redact(entry.errorMessage())),
      text(entry.runId()),
      text(entry.loadId()),
      text(entry.loadType()),
      text(entry.watermarkFrom()),
      text(entry.watermarkTo()),
      Integer.toString(entry.files()),
      Long.toString(entry.bytes()),
      Integer.toString(entry.attempts()),
      Integer.toString(entry.schemaVersion()),
      entry.sourceRows().isPresent() ? Long.toString(entry.sourceRows().getAsLong()) : "",
      text(entry.consistency()),
      text(redactor.redact(String.join(WARNING_BORDER, entry.warnings()))),
      burden(entry, asked -> Integer.toString(asked.sessions())),
      burden(entry, asked -> seconds(asked.longestQueryMillis())),
      burden(entry, asked -> Long.toString(asked.rowsPerSecond())),
      burden(entry, asked -> Long.toString(asked.bytes()))
    };
    return line(cells);
  }

  private static String burden(AuditEntry entry, Function<Burden, String> cell) {
    return entry.burden().map(cell).orElse("");
  }

  private static String seconds(long millis) {
    return BigDecimal.valueOf(millis, 3).toPlainString();
  }

  /** A line of an older version with as many cells as one of today. */
  static String today(String line) {
    return line + ",".repeat(COLUMNS - OLD_COLUMNS);
  }

  /** Reads a line back; empty when it is a torn or foreign one. */
  static Optional<AuditEntry> read(String line) {
    try {
      String[] cells = new RFC4180Parser().parseLine(line);
      return cells.length == COLUMNS ? Optional.of(entry(cells)) : Optional.empty();
    } catch (IOException | DateTimeParseException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static AuditEntry entry(String[] cells) {
    String warnings = CellText.unguarded(cells[18]);
    return new AuditEntry(
        instant(cells[0]),
        CellText.unguarded(cells[1]),
        Status.valueOf(cells[2]),
        Long.parseLong(cells[3]),
        Duration.ofMillis(new BigDecimal(cells[4]).movePointRight(3).longValueExact()),
        CellText.unguarded(cells[5]),
        CellText.unguarded(cells[6]),
        CellText.unguarded(cells[7]),
        CellText.unguarded(cells[8]),
        CellText.unguarded(cells[9]),
        CellText.unguarded(cells[10]),
        CellText.unguarded(cells[11]),
        Integer.parseInt(cells[12]),
        Long.parseLong(cells[13]),
        Integer.parseInt(cells[14]),
        Integer.parseInt(cells[15]),
        cells[16].isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(cells[16])),
        CellText.unguarded(cells[17]),
        warnings.isEmpty() ? List.of() : List.of(warnings.split(" \\| ", -1)),
        burden(cells));
  }

  /** As far as the audit tells: the rows that were read, and for how long, only as their ratio. */
  private static Optional<Burden> burden(String[] cells) {
    if (cells[19].isEmpty()) {
      return Optional.empty();
    }
    long longest = new BigDecimal(cells[20]).movePointRight(3).longValueExact();
    long rows = Long.parseLong(cells[21]);
    return Optional.of(
        new Burden(
            Integer.parseInt(cells[19]), longest, ONE_SECOND, rows, Long.parseLong(cells[22])));
  }

  private static Instant instant(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }

  private static String text(String text) {
    return CellText.guarded(CellText.oneLine(text));
  }

  private static String line(String[] cells) {
    StringWriter text = new StringWriter();
    // The quote as escape character: RFC 4180, as spreadsheets and DuckDB read it.
    CSVWriter writer = new CSVWriter(text, ',', '"', '"', ICSVWriter.DEFAULT_LINE_END);
    writer.writeNext(cells, false);
    writer.flushQuietly();
    return text.toString().stripTrailing();
  }
}

package dev.penstock.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CursorValueTest {
  @ParameterizedTest
  @CsvSource({
    "INTEGER, 42, 42",
    "DECIMAL, -0.5, -1",
    "DATE, 1970-01-03, 2",
    "DATE, 1969-12-31, -1",
    "TIMESTAMP, 1970-01-01 00:00:01.5, 1500000",
    "TIMESTAMP, 1969-12-31T23:59:59.9999999, -1",
    "TIMESTAMP, 1970-01-02, 86400000000",
    "TIMESTAMP_TZ, 1970-01-01 02:00:00+02, 0",
    "TIMESTAMP_TZ, 1970-01-01 00:00:00-05:30, 19800000000",
    "TIMESTAMP_TZ, 1970-01-01T00:00:01Z, 1000000",
    "TIMESTAMP, 0001-12-31 00:00:00 BC, -62135683200000000",
    "TIMESTAMP, 10000-01-01 00:00:00, 253402300800000000",
  })
  void standsWhereItsValueIs(CursorType type, String text, long position) {
    assertThat(CursorValue.of(type, text)).map(CursorValue::position).contains(position);
  }

  @ParameterizedTest
  @CsvSource({"INTEGER, x", "DATE, 2026-02-30", "TIMESTAMP, -infinity", "TEXT, 7"})
  void aTextThatIsNoSuchValueHasNone(CursorType type, String text) {
    assertThat(CursorValue.of(type, text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "INTEGER, 100, 30, 70",
    "INTEGER, -9223372036854775808, 1, -9223372036854775808",
    "DECIMAL, 1.50, 0.25, 1.25",
    "DATE, 2026-03-01, 86400, 2026-02-28",
    "DATE, 2026-03-01, 3600, 2026-02-28",
    "TIMESTAMP, 2026-03-01 00:00:00.123456, 1, 2026-02-28 23:59:59.123456",
    "TIMESTAMP, 2026-03-01T00:00:00, 7200, 2026-02-28T22:00:00",
    "TIMESTAMP, 2026-03-01 00:30, 3600, 2026-02-28 23:30",
    "TIMESTAMP, 2026-03-01, 1, 2026-02-28",
    "TIMESTAMP_TZ, 2026-03-01 00:00:00+00, 1, 2026-02-28 23:59:59+00",
    "TIMESTAMP_TZ, 2026-03-01 00:00:00.5Z, 60, 2026-02-28 23:59:00.5Z",
  })
  void isWrittenLowerInItsOwnForm(CursorType type, String text, BigDecimal by, String lower) {
    assertThat(CursorValue.below(new Watermark("c", type, text), by))
        .contains(new Watermark("c", type, lower));
  }

  @Test
  void leavesNoYearThatHasFourDigits() {
    Watermark first = new Watermark("c", CursorType.TIMESTAMP, "0001-01-01 00:00:00");
    assertThat(CursorValue.below(first, BigDecimal.ONE)).isEmpty();
    Watermark text = new Watermark("c", CursorType.TEXT, "a");
    assertThat(CursorValue.below(text, BigDecimal.ONE)).isEmpty();
  }
}

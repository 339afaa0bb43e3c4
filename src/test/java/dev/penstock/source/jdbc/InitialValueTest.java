package dev.penstock.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.source.CursorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
final class InitialValueTest {
  @ParameterizedTest
  @CsvSource({
    "INTEGER, 100000.0, 100000",
    "INTEGER, 1E5, 100000",
    "INTEGER, -9223372036854775808, -9223372036854775808",
    "DECIMAL, 100000.50, 100000.50",
    "DECIMAL, 1e3, 1000",
    "DATE, 2024-01-31, 2024-01-31",
    "DATE, 2024-01-31 00:00:00, 2024-01-31",
    "DATE, 2024-01-31T00:00:00Z, 2024-01-31",
    "TIMESTAMP, 2024-01-31, 2024-01-31 00:00:00",
    "TIMESTAMP, 2024-01-31T23:59:59.000001, 2024-01-31 23:59:59.000001",
    "TIMESTAMP, 2024-01-31T23:59:59Z, 2024-01-31 23:59:59",
    "TIMESTAMP, 2024-01-31 23:59:59.5+00:00, 2024-01-31 23:59:59.5",
    "TIMESTAMP_TZ, 2024-01-31, 2024-01-31 00:00:00+00",
    "TIMESTAMP_TZ, 2024-01-31 23:59:59, 2024-01-31 23:59:59+00",
    "TIMESTAMP_TZ, 2024-01-31T23:59:59+02:00, 2024-01-31 21:59:59+00",
    "TEXT, A1000, A1000"
  })
  void readsAValueAsDatabasesReadItBack(CursorType type, String written, String read) {
    assertThat(InitialValue.parse("row 7", type, written)).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource({
    "INTEGER, 1.5",
    "INTEGER, 9223372036854775808",
    "INTEGER, 1e999999999",
    "INTEGER, 1e-999999999",
    "DECIMAL, 1e999999999",
    "DECIMAL, 1e-999999999",
    "DATE, 2024-01-31 00:00:01",
    "DATE, 2024-02-30",
    "TIMESTAMP, 2024-01-31 23:59:59+02:00",
    "TIMESTAMP, 2024-01-31 23:59:59.0000001"
  })
  void refusesWhatItCannotKeepExactly(CursorType type, String written) {
    assertThatThrownBy(() -> InitialValue.parse("row 7", type, written))
        .hasMessageStartingWith("row 7, column last_watermark: '" + written + "' is not a");
  }

  @Test
  void saysWhatIsExpected() {
    assertThatThrownBy(() -> InitialValue.parse("row 7", CursorType.TIMESTAMP, "soon"))
        .hasMessage(
            "row 7, column last_watermark: 'soon' is not a timestamp, which watermark_column holds.\n"
                + "Write it such as 2024-01-31 23:59:59, or leave it empty to read from the first row"
                + " on.");
  }
}

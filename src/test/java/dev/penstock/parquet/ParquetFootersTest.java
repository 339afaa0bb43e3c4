package dev.penstock.parquet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.failure.IngestException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ParquetFootersTest {
  @TempDir Path folder;

  @Test
  void countsTheRowsOfAllRowGroups() throws IOException {
    Path file = folder.resolve("rows.parquet");
    Table table = Table.random(new Random(7), 5, 1234);
    table.write(file, ParquetOptions.DEFAULT.withRowGroupBytes(1), 100);

    assertThat(ParquetFooters.rows("rows", Files.size(file), FooterFiles.of(file))).isEqualTo(1234);
  }

  @Test
  void refusesAFileThatWasCutShort() throws IOException {
    Path file = folder.resolve("cut.parquet");
    Table.random(new Random(7), 5, 100).write(file, ParquetOptions.DEFAULT, 100);
    byte[] bytes = Files.readAllBytes(file);
    int length = bytes.length - 1;

    assertThatThrownBy(
            () ->
                ParquetFooters.rows(
                    "orders.parquet",
                    length,
                    offset ->
                        new ByteArrayInputStream(bytes, (int) offset, (int) (length - offset))))
        .isInstanceOf(IngestException.class)
        .hasMessage(
            "orders.parquet: "
                + length
                + " bytes that are no whole Parquet file.\n"
                + "It was cut short or changed after it was written; load it again.");
  }

  @Test
  void readsNoFooterThatIsTooLongToBeOne() {
    // The end of a file of 1 GB whose footer would have 300 MB.
    byte[] end = {0, 0, (byte) 0xc0, 0x12, 'P', 'A', 'R', '1'};
    assertThatThrownBy(
            () -> ParquetFooters.rows("x", 1 << 30, offset -> new ByteArrayInputStream(end)))
        .isInstanceOf(IngestException.class)
        .hasMessage(
            "x: its Parquet footer cannot be read: it would have 314,572,800 bytes, and none has more than 268,435,456");
  }

  @Test
  void refusesAFooterLongerThanTheFile() {
    byte[] bytes = "PAR1\u007f\u007f\u007f\u007fPAR1".getBytes(US_ASCII);
    assertThatThrownBy(
            () ->
                ParquetFooters.rows(
                    "x",
                    bytes.length,
                    offset ->
                        new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset)))
        .hasMessageStartingWith("x: 12 bytes that are no whole Parquet file.");
  }

  @Test
  void refusesAnEmptyFile() {
    assertThatThrownBy(
            () -> ParquetFooters.rows("x", 0, offset -> new ByteArrayInputStream(new byte[0])))
        .hasMessageStartingWith("x: 0 bytes that are no whole Parquet file.");
  }

  @Test
  void saysWhichFileCouldNotBeRead() {
    assertThatThrownBy(
            () ->
                ParquetFooters.rows(
                    "x",
                    100,
                    offset -> {
                      throw new IOException("no such host");
                    }))
        .isInstanceOf(IngestException.class)
        .hasMessage("x: its Parquet footer cannot be read: no such host");
  }
}

package dev.penstock.source.rest.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RowFileTest {
  private static final int ROWS = 60_000;
  private static final int ROW_BYTES = 20;

  @TempDir private Path folder;

  @Test
  void readsBackWhatWasWrittenAsItIsAndWhatWasPacked() throws IOException {
    assertThat(sumOfRows(Long.MAX_VALUE)).isEqualTo(expected());
    assertThat(sumOfRows(0)).isEqualTo(expected());
    assertThat(sumOfRows(600_000)).isEqualTo(expected());
  }

  @Test
  void goesBackBehindThePlaceFromWhichBlocksArePacked() throws IOException {
    try (RowFile file = new RowFile(folder, "back", 300_000)) {
      write(file, 0, ROWS / 2);
      RowFile.Mark mark = file.mark();
      write(file, 7, ROWS);
      file.backTo(mark);
      write(file, ROWS / 2, ROWS);
      file.flush();
      assertThat(file.rows()).isEqualTo(ROWS);
      assertThat(sum(file)).isEqualTo(expected());
    }
  }

  private long sumOfRows(long unpacked) throws IOException {
    try (RowFile file = new RowFile(folder, "rows", unpacked)) {
      write(file, 0, ROWS);
      file.flush();
      return sum(file);
    }
  }

  /** Each row is its number in twenty digits. */
  private static void write(RowFile file, int from, int to) throws IOException {
    for (int row = from; row < to; row++) {
      byte[] text = "%020d".formatted(row).getBytes(UTF_8);
      byte[] into = file.room(text.length);
      System.arraycopy(text, 0, into, file.used(), text.length);
      file.used(file.used() + text.length);
      file.endRow();
    }
  }

  private static long sum(RowFile file) throws IOException {
    RowFile.Blocks blocks = file.blocks();
    long sum = 0;
    long row = 0;
    while (blocks.next()) {
      for (int at = 0; at < blocks.length(); at += ROW_BYTES) {
        sum += ++row * Long.parseLong(new String(blocks.content(), at, ROW_BYTES, UTF_8));
      }
    }
    return sum;
  }

  private static long expected() {
    long sum = 0;
    for (long row = 0; row < ROWS; row++) {
      sum += (row + 1) * row;
    }
    return sum;
  }
}

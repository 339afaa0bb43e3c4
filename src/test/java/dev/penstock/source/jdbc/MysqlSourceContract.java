package dev.penstock.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.failure.ErrorCode;
import dev.penstock.job.SourceType;
import org.junit.jupiter.api.Test;

/** The contract in the SQL of MariaDB and MySQL. */
abstract class MysqlSourceContract extends SourceContract {
  @Override
  Jobs jobs() {
    return Jobs.of(SourceType.MYSQL);
  }

  @Override
  @Test
  void readsWithTimestampCursor() throws Exception {
    readsOnFrom(
        "timestamp(6)",
        "2026-10-25 02:30:00",
        "2026-10-25 02:30:00.000001",
        "2026-10-25 02:30:00.000002");
  }

  /** Names hold no character beyond the first plane of Unicode. */
  @Override
  @Test
  void quotesNamesOfAnyCharacters() throws Exception {
    String table = "x`; DROP TABLE y;--";
    String column = "a]`'\"%s\n?é :b";
    execute(
        "CREATE TABLE y (id integer)",
        "CREATE TABLE `%s` (`%s` integer)"
            .formatted(table.replace("`", "``"), column.replace("`", "``")),
        "INSERT INTO `%s` VALUES (7)".formatted(table.replace("`", "``")));
    Run run = run(jobs().table(table).columns(column).cursor(column).job());
    assertThat(run.rows()).hasSize(1);
    assertThat(run(jobs().table("y").job()).rows()).isEmpty();
    assertFails(
        jobs().table("y😀").job(),
        ErrorCode.SOURCE_REFUSED,
        "sheet SourceConfig, row 7, column table_name: 'y😀' is a name that no database of this"
            + " kind can have.\nCorrect the name; it is empty, too long, or holds a NUL character.");
  }
}

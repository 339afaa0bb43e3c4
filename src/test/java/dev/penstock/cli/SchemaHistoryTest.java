package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.destination.CommitRecord;
import dev.penstock.schema.TableSchema;
import dev.penstock.schema.TableSchema.Column;
import dev.penstock.schema.TableSchema.Presence;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SchemaHistoryTest {
  private static final Column ID = new Column("id", "Id", "int4", "int32");

  @Test
  void saysWhichCommitChangedWhichColumnHow() {
    TableSchema first = new TableSchema(1, List.of(ID, new Column("a", "a", "text", "string")));
    TableSchema second =
        new TableSchema(
            2,
            List.of(
                new Column("id", "Id", "int8", "int64"),
                new Column("a", "a", "text", "string", Presence.GONE),
                new Column("b", "b", "date", "date")));
    SchemaHistory history = new SchemaHistory();
    history.add(List.of(commit(1, first), commit(2, first), commit(3, second), commit(4, first)));
    assertThat(history.text(ZoneOffset.UTC, 9).lines().map(String::strip))
        .containsExactly(
            "committed at (Z)     job  commit  schema  columns",
            "-------------------  ---  ------  ------  --------------------------",
            "2026-11-21 03:15:05  job       4      v1  id int64 -> int32",
            "2026-11-21 03:15:05  job       4      v1  a is back",
            "2026-11-21 03:15:05  job       4      v1  - b date",
            "2026-11-21 03:15:04  job       3      v2  id int32 -> int64",
            "2026-11-21 03:15:04  job       3      v2  a holds no values any more",
            "2026-11-21 03:15:04  job       3      v2  + b date",
            "2026-11-21 03:15:02  job       1      v1  2 columns");
    assertThat(history.text(ZoneOffset.UTC, 1)).doesNotContain("v2");
  }

  @Test
  void saysThatThereIsNone() {
    SchemaHistory history = new SchemaHistory();
    history.add(List.of());
    assertThat(history.text(ZoneOffset.UTC, 9)).isEqualTo("No commits yet.");
  }

  private static CommitRecord commit(long sequence, TableSchema schema) {
    return Jobs.commit("job", sequence, schema, 1, 1);
  }
}

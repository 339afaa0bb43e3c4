package dev.penstock.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schema.TableSchema.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TableSchemaTest {
  private static final Column ID = new Column("id", "ID", "int4", "int32");
  private static final Column NAME = new Column("name", "NAME", "text", "text");

  @Test
  void beginsAtOne() {
    assertThat(TableSchema.NONE.next(List.of(ID)).version()).isEqualTo(1);
    assertThat(TableSchema.NONE.next(List.of()).version()).isEqualTo(1);
  }

  @Test
  void keepsItsVersionWhileTheColumnsStay() {
    TableSchema first = TableSchema.NONE.next(List.of(ID, NAME));
    assertThat(first.next(List.of(ID, NAME))).isSameAs(first);
  }

  @Test
  void countsEveryDifference() {
    TableSchema first = TableSchema.NONE.next(List.of(ID, NAME));
    assertThat(first.next(List.of(NAME, ID)).version()).isEqualTo(2);
    assertThat(first.next(List.of(ID)).next(List.of(ID, NAME)))
        .isEqualTo(new TableSchema(3, List.of(ID, NAME)));
  }
}

package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TableTest {
  private final Table table = new Table(Table.Column.left("job"), Table.Column.right("rows"));

  @Test
  void columnsAreAsWideAsTheirWidestText() {
    table.add("shop_orders", "7");
    table.add("a", "12,345");

    assertThat(table.text())
        .isEqualTo(
            """
            job            rows
            -----------  ------
            shop_orders       7
            a            12,345""");
  }

  @Test
  void noLineEndsInBlanks() {
    Table notes = new Table(Table.Column.left("job"), Table.Column.left("a long heading"));
    notes.add("x", "-");

    assertThat(notes.text()).isEqualTo("job  a long heading\n---  --------------\nx    -");
  }

  @Test
  void aCharacterOutsideTheFirstPlaneIsOneWide() {
    table.add("\ud83d\udce6", "1");

    assertThat(table.text()).isEqualTo("job  rows\n---  ----\n\ud83d\udce6       1");
  }

  @Test
  void aRowNeedsACellForEachColumn() {
    assertThatThrownBy(() -> table.add("x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 cells for 2 columns");
  }
}

package dev.penstock.schema;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Naming;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ColumnNamesTest {
  private static final String PLACE = "sheet SourceConfig, row 7";

  @ParameterizedTest
  @CsvSource({
    "id, id",
    "OrderID, order_id",
    "orderId, order_id",
    "HTTPResponseCode, http_response_code",
    "Updated At, updated_at",
    "  padded , padded",
    "2nd, _2nd",
    "total_, totalx",
    "a__b, a_b",
    "___, xxx",
    "a-b, a_b",
    "c++, cxx",
    "who@where, whoawhere",
    "Größe, gr_e",
    "naïve, na_ve",
    "price ($), pricex",
    "x];DROP, x_drop",
  })
  void namesAsDltDoes(String sourceName, String name) {
    assertThat(ColumnNames.snakeCase(sourceName)).isEqualTo(name);
  }

  @Test
  void keepsNamesAsTheyAre() {
    assertThat(
            ColumnNames.of(
                    PLACE,
                    List.of("Order ID", "größe"),
                    name -> ColumnNames.name(name, Naming.AS_IS),
                    List.of())
                .names())
        .containsExactly("Order ID", "größe");
  }

  @Test
  void refusesTwoColumnsOfOneName() {
    assertThatThrownBy(
            () ->
                ColumnNames.of(
                    PLACE,
                    List.of("OrderID", "x", "order_id"),
                    name -> ColumnNames.name(name, Naming.SNAKE_CASE),
                    List.of()))
        .isInstanceOf(IngestException.class)
        .hasMessage(
            """
            sheet SourceConfig, row 7: columns 'OrderID' and 'order_id' would both be named \
            'order_id'.
            Rename one of them with query, or leave one out with columns; letter case does not \
            tell names apart.""");
  }

  @Test
  @BadInput(
      value = Input.CASE_TWINS,
      says =
          "sheet SourceConfig, row 7: columns 'Id' and 'ID' would both be named 'ID'.\nRename one of them with query, or leave one out with columns; letter case does not tell names apart.")
  void refusesNamesThatDifferInCaseAlone() {
    assertThatThrownBy(
            () ->
                ColumnNames.of(
                    PLACE,
                    List.of("Id", "ID"),
                    name -> ColumnNames.name(name, Naming.AS_IS),
                    List.of()))
        .hasMessageStartingWith(
            "sheet SourceConfig, row 7: columns 'Id' and 'ID' would both be named 'ID'.");
  }

  @Test
  void refusesAColumnThatTheDestinationAdds() {
    assertThatThrownBy(
            () ->
                ColumnNames.of(
                    PLACE,
                    List.of("_Load_ID"),
                    name -> ColumnNames.name(name, Naming.AS_IS),
                    List.of("_load_id")))
        .hasMessage(
            """
            sheet SourceConfig, row 7: column '_Load_ID' would be named '_Load_ID', which is \
            added to every row.
            Rename the column with query, or leave it out with columns.""");
  }

  @Test
  void refusesAColumnWithoutName() {
    assertThatThrownBy(
            () ->
                ColumnNames.of(
                    PLACE,
                    List.of("a", " "),
                    name -> ColumnNames.name(name, Naming.SNAKE_CASE),
                    List.of()))
        .hasMessage(
            """
            sheet SourceConfig, row 7: column 2 has no name.
            Give it one with query: SELECT ... AS name.""");
  }
}

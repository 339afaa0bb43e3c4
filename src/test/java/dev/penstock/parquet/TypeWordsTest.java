package dev.penstock.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.source.Fidelity;
import dev.penstock.source.column.ColumnType;
import dev.penstock.source.jdbc.dialect.PlannedColumn;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the plan calls a type is what the file has. */
final class TypeWordsTest {
  private static final Set<ColumnType.Kind> OF_OTHERS =
      EnumSet.of(ColumnType.Kind.DECIMAL, ColumnType.Kind.LIST, ColumnType.Kind.STRUCT);

  static Stream<ColumnType> types() {
    return Stream.concat(
        Stream.of(ColumnType.Kind.values())
            .filter(kind -> !OF_OTHERS.contains(kind))
            .map(ColumnType::of),
        IntStream.rangeClosed(1, 38).mapToObj(digits -> ColumnType.decimal(digits, digits / 2)));
  }

  @ParameterizedTest
  @MethodSource("types")
  void theWordsOfAColumnTypeAreThoseOfTheFile(ColumnType type) {
    PlannedColumn column = PlannedColumn.of("v", "any", "%s", type, Fidelity.exact());

    String found =
        ParquetTypes.of(column.field()).toString().replace("optional ", "").replace(" v", "");

    String physical = found.split(" ", 2)[0].toLowerCase(Locale.ROOT);
    String[] logical = found.split(" ", 2);
    assertThat(type.parquet())
        .isEqualTo(logical.length == 1 ? physical : physical + " " + logical[1]);
  }
}

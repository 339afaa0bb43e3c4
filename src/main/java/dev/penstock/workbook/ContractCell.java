package dev.penstock.workbook;

import dev.penstock.job.SchemaContract;
import dev.penstock.job.SchemaContract.Mode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What may change in a job's columns, from the cell of its row. */
final class ContractCell {
  private static final String MEND =
      "Write one of %s for all, or such as tables=evolve, columns=freeze, data_type=discard_value."
          .formatted(String.join(", ", Mode.words()));
  private static final Pattern PARTS = Pattern.compile("[,;\\n]");
  private static final String ALL = "all";
  private static final String TYPES = "data_type";

  /** What people write for each entity. */
  private static final Map<String, String> ENTITIES =
      Map.of(
          "tables",
          "tables",
          "table",
          "tables",
          "columns",
          "columns",
          "column",
          "columns",
          TYPES,
          TYPES,
          "data_types",
          TYPES,
          "type",
          TYPES,
          "types",
          TYPES);

  private final JobRow row;

  ContractCell(JobRow row) {
    this.row = row;
  }

  /** That everything may change, when the cell is empty or wrong, which the row has then noted. */
  SchemaContract read() {
    return row.text(Column.SCHEMA_CONTRACT).map(this::parse).orElse(SchemaContract.EVOLVE);
  }

  private SchemaContract parse(String text) {
    if (!text.contains("=") && !text.contains(":")) {
      return mode(ALL, text).map(SchemaContract::all).orElse(SchemaContract.EVOLVE);
    }
    Map<String, Mode> modes = new LinkedHashMap<>();
    for (String part : PARTS.split(text.replaceAll("[{}\"']", ""), -1)) {
      if (!part.isBlank() && !add(modes, part)) {
        return SchemaContract.EVOLVE;
      }
    }
    return new SchemaContract(
        modes.getOrDefault("tables", Mode.EVOLVE),
        modes.getOrDefault("columns", Mode.EVOLVE),
        modes.getOrDefault(TYPES, Mode.EVOLVE));
  }

  private boolean add(Map<String, Mode> modes, String part) {
    List<String> sides = List.of(part.split("[=:]", 2));
    String entity = sides.get(0).strip().toLowerCase(Locale.ROOT);
    if (sides.size() < 2 || !ENTITIES.containsKey(entity)) {
      row.error(
          Column.SCHEMA_CONTRACT,
          CellText.shown(part.strip()) + " names none of tables, columns and data_type.",
          MEND);
      return false;
    }
    String named = ENTITIES.get(entity);
    Optional<Mode> mode = mode(named, sides.get(1));
    if (mode.isPresent() && modes.put(named, mode.get()) != null) {
      row.error(
          Column.SCHEMA_CONTRACT,
          CellText.shown(named) + " stands there twice.",
          "Leave one of them.");
      return false;
    }
    return mode.isPresent();
  }

  private Optional<Mode> mode(String entity, String word) {
    Optional<Mode> mode = Mode.parse(word.strip());
    if (mode.isEmpty()) {
      row.wrongWord(Column.SCHEMA_CONTRACT, word.strip(), words(entity));
    } else if (!entity.equals(TYPES) && !mode.get().isForAll()) {
      row.error(
          Column.SCHEMA_CONTRACT,
          CellText.shown(word.strip()) + " is a word for types, not for tables and columns.",
          "Write data_type=%s.".formatted(mode.get().word()));
      return Optional.empty();
    }
    return mode;
  }

  private static List<String> words(String entity) {
    return entity.equals(TYPES)
        ? Arrays.stream(Mode.values()).map(Mode::word).toList()
        : Mode.words();
  }
}

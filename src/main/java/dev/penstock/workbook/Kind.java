package dev.penstock.workbook;

import dev.penstock.job.SourceType;
import java.util.Arrays;
import java.util.List;

/** What a column of the sheet SourceConfig may hold. */
public enum Kind {
  TEXT("text"),
  /** A name at the source: kept letter by letter, so a date that Excel made of it is refused. */
  NAME("name"),
  LIST("names, separated by commas"),
  SQL("SQL"),
  WHOLE_NUMBER("whole number"),
  MOMENT("date, number or text"),
  FLAG("Y or N", "Y", "N"),
  SOURCE_TYPE(
      "choice", Arrays.stream(SourceType.values()).map(SourceType::word).toArray(String[]::new)),
  LOAD_TYPE("choice", "FULL", "INCREMENTAL"),
  DISPOSITION("choice", "snapshot", "replace", "append"),
  NAMING("choice", "snake_case", "as_is");

  private final String description;
  private final List<String> choices;

  Kind(String description, String... choices) {
    this.description = description;
    this.choices = List.of(choices);
  }

  /** As people read it. */
  public String description() {
    return description;
  }

  /** The words of the drop-down list; empty when anything of the kind may be typed. */
  public List<String> choices() {
    return choices;
  }
}

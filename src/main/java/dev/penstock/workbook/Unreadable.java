package dev.penstock.workbook;

import dev.penstock.failure.ConfigException;
import dev.penstock.failure.Problem;
import java.nio.file.Path;
import java.util.List;

/** Says why a workbook cannot be read at all. */
record Unreadable(Path workbook) {
  private static final String DAMAGED =
      "Open it in Excel, let Excel repair it, and save it as Excel Workbook (.xlsx).";

  ConfigException because(String what, String mend) {
    return new ConfigException(List.of(Problem.error("workbook " + workbook, what, mend)));
  }

  ConfigException damaged(String what) {
    return because(what, DAMAGED);
  }
}

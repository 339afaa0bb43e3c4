package dev.penstock.workbook;

import java.util.Locale;

/** How headers of columns are compared. */
final class Headers {
  private Headers() {}

  /** In lower case, with underscores for blanks and hyphens. */
  static String normalised(String header) {
    return CellText.withoutSmartQuotes(CellText.clean(header))
        .toLowerCase(Locale.ROOT)
        .replaceAll("[\\s\\u00a0-]+", "_");
  }
}

package dev.penstock.workbook;

import java.util.Locale;
import java.util.regex.Pattern;

/** Secrets that stand in cells, where everybody who may open the workbook reads them. */
public final class SecretCells {
  private static final Pattern COLUMN =
      Pattern.compile(
          ".*(password|passwd|pwd|passphrase|token|secret|(^|_|api|account|access)key|(^|_)sas"
              + "|credentials?|connection_string)");
  private static final Pattern VALUE =
      Pattern.compile(
          "(password|passwd|pwd|passphrase|secret|api_?key|accountkey|accesskey|[?&]sig)\\s*[=:]\\s*\\S"
              + "|bearer\\s+[\\w.~+/-]{8,}"
              + "|[\\w.+-]+://[^/\\s:@]+:[^/\\s]+@",
          Pattern.CASE_INSENSITIVE);

  private SecretCells() {}

  /**
   * Whether a column of the sheet Sources is meant for a secret, going by its name; its values
   * belong into the redactor.
   */
  public static boolean isSecretColumn(String name) {
    return COLUMN.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  /** Whether the text holds {@code password=...}, {@code user:pass@} or the like. */
  static boolean looksLikeOne(String text) {
    return VALUE.matcher(text).find();
  }
}

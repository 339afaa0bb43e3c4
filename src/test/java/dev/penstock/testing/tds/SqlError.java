package dev.penstock.testing.tds;

/**
 * An error as the server says it.
 *
 * @param level 20 and above end the connection
 */
public record SqlError(int number, int level, String text) {
  static final int FATAL = 20;

  /** One that a statement ends with. */
  public SqlError(int number, String text) {
    this(number, 16, text);
  }

  /** What H2 found, in the numbers of SQL Server. */
  static SqlError of(java.sql.SQLException error) {
    String line = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    String words = line.replaceFirst(" \\[\\d+-\\d+]$", "").replaceFirst("; SQL statement:$", "");
    return switch (error.getErrorCode()) {
      case 42102, 42103, 42104 -> new SqlError(208, "Invalid object name '" + quoted(words) + "'.");
      case 42122 -> new SqlError(207, "Invalid column name '" + quoted(words) + "'.");
      case 42000, 42001 -> new SqlError(102, "Incorrect syntax near '" + words + "'.");
      case 22012 -> new SqlError(8134, "Divide by zero error encountered.");
      case 22003, 22004 ->
          new SqlError(8115, "Arithmetic overflow error converting expression to data type.");
      case 22018 -> new SqlError(245, "Conversion failed when converting the value: " + words);
      case 50200, 40001 -> new SqlError(1222, "Lock request time out period exceeded.");
      case 23505 -> new SqlError(2627, "Violation of PRIMARY KEY constraint. " + words);
      case 90096 -> new SqlError(229, 14, "The SELECT permission was denied on " + words);
      default -> new SqlError(50_000, words);
    };
  }

  private static String quoted(String words) {
    int from = words.indexOf('"');
    int to = words.indexOf('"', from + 1);
    return from < 0 || to < 0 ? words : words.substring(from + 1, to);
  }
}

package dev.penstock.source.jdbc.dialect.sqlite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A script of SQL that creates a database; each statement ends with a semicolon at a line's end.
 */
record SqliteScript(List<String> statements) {
  SqliteScript {
    statements = List.copyOf(statements);
  }

  static SqliteScript of(Path file) throws IOException {
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      statement.append(line).append('\n');
      if (line.stripTrailing().endsWith(";")) {
        statements.add(statement.toString());
        statement.setLength(0);
      }
    }
    if (!statement.toString().isBlank()) {
      statements.add(statement.toString());
    }
    return new SqliteScript(statements);
  }

  /** Builds beside the file and renames at the end, so that a killed run leaves no half file. */
  void createDatabase(Path file) throws IOException, SQLException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path unfinished = Files.createTempFile(folder, ".new-", ".sqlite");
    try {
      run(unfinished);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
      Files.deleteIfExists(Path.of(unfinished + "-journal"));
    }
  }

  private void run(Path database) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement execution = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String statement : statements) {
        execution.executeUpdate(statement);
      }
      connection.commit();
    }
  }
}

package dev.penstock.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** COPY to nowhere through the driver, for machines without psql. */
public final class CopyDiscard {
  private CopyDiscard() {}

  /** Arguments: JDBC URL, then one COPY statement for each connection. */
  public static void main(String[] arguments) throws ExecutionException, InterruptedException {
    List<String> statements = Arrays.asList(arguments).subList(1, arguments.length);
    ExecutorService connections = Executors.newFixedThreadPool(statements.size());
    List<Future<Long>> copies = new ArrayList<>();
    for (String statement : statements) {
      copies.add(connections.submit(() -> copy(arguments[0], statement)));
    }
    connections.shutdown();
    long bytes = 0;
    for (Future<Long> copy : copies) {
      bytes += copy.get();
    }
    System.out.println(bytes + " bytes");
  }

  private static long copy(String url, String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(statement);
      long bytes = 0;
      for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
        bytes += row.length;
      }
      return bytes;
    }
  }
}

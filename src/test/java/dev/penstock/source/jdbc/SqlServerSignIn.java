package dev.penstock.source.jdbc;

import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/** Connects with the driver of SQL Server and prints why that failed, causes and all. */
final class SqlServerSignIn {
  private SqlServerSignIn() {}

  public static void main(String[] arguments) {
    Properties properties = new Properties();
    properties.setProperty("authentication", arguments[1]);
    properties.setProperty("encrypt", "strict");
    properties.setProperty("trustStore", System.getProperty("javax.net.ssl.trustStore"));
    properties.setProperty(
        "trustStorePassword", System.getProperty("javax.net.ssl.trustStorePassword"));
    properties.setProperty("loginTimeout", "20");
    properties.setProperty("connectRetryCount", "0");
    if (arguments.length > 2) {
      properties.setProperty("user", arguments[2]);
      properties.setProperty("password", arguments[3]);
    }
    try (Connection connection =
        new SQLServerDriver().connect("jdbc:sqlserver://localhost:" + arguments[0], properties)) {
      System.out.println("connected");
    } catch (SQLException | LinkageError e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        System.out.println(cause);
      }
    }
  }
}

package dev.penstock.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The two servers that one dialect speaks to, each as the tests need it. */
public enum MysqlServer {
  MARIADB("max_recursive_iterations") {
    @Override
    public int port() {
      return EmbeddedMaria.port();
    }

    @Override
    public String numbers(int upTo) {
      return "seq_1_to_" + upTo;
    }
  },

  MYSQL("cte_max_recursion_depth") {
    @Override
    public int port() {
      return EmbeddedMysql.port();
    }

    /** Digits multiplied with digits come as they are taken; what is recursive is made first. */
    @Override
    public String numbers(int upTo) {
      StringBuilder seq = new StringBuilder("1");
      StringBuilder from = new StringBuilder();
      String digits =
          IntStream.range(0, 10)
              .mapToObj(i -> "SELECT " + i + (i == 0 ? " AS d" : ""))
              .collect(Collectors.joining(" UNION ALL ", "(", ") "));
      int scale = 1;
      for (int i = 0; scale < upTo; i++, scale *= 10) {
        seq.append(" + d").append(i).append(".d * ").append(scale);
        from.append(i == 0 ? "" : " STRAIGHT_JOIN ").append(digits).append('d').append(i);
      }
      String all = "SELECT %s AS seq FROM %s".formatted(seq, from);
      return "(SELECT seq FROM (" + all + ") counted WHERE seq <= " + upTo + ") numbered";
    }
  };

  public static final String USER = EmbeddedMaria.USER;
  public static final String PASSWORD = EmbeddedMaria.PASSWORD;
  public static final String DATABASE = EmbeddedMaria.DATABASE;

  private final String recursion;

  MysqlServer(String recursion) {
    this.recursion = recursion;
  }

  /** The server, which is started at first use, listens on 127.0.0.1. */
  public abstract int port();

  /** What a source of a user's needs but the password, by the columns of the sheet Sources. */
  public Map<String, String> settings(String user) {
    return Map.of(
        "host",
        "127.0.0.1",
        "port",
        Integer.toString(port()),
        "database",
        DATABASE,
        "username",
        user);
  }

  /** What stands after FROM to read the whole numbers from 1 on, in a column {@code seq}. */
  public abstract String numbers(int upTo);

  /** A connection of a user who may do everything; the caller closes it. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://127.0.0.1:%d/%s?user=%s&password=%s&allowPublicKeyRetrieval=true&sessionVariables=sql_mode='ANSI,PIPES_AS_CONCAT',time_zone='+00:00',%s=1000000"
            .formatted(port(), DATABASE, USER, PASSWORD, recursion));
  }

  /** Executes statements as a user who may do everything. */
  public void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** An empty database of this name, whatever was there before. */
  public void emptyDatabase(String name) throws SQLException {
    execute("DROP DATABASE IF EXISTS `" + name + "`", "CREATE DATABASE `" + name + "`");
  }

  /** A user of this name, whatever was there before; {@code terms} follow the name. */
  public void user(String name, String terms, String... grants) throws SQLException {
    execute("DROP USER IF EXISTS " + name, "CREATE USER " + name + " " + terms);
    execute(grants);
  }
}

package dev.penstock.source.jdbc;

import dev.penstock.job.SourceType;
import dev.penstock.source.Connector;
import dev.penstock.source.jdbc.dialect.mysql.MysqlDialect;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

/** The contract on a server of somebody's own, in a schema that goes away again. */
@Tag("live")
@EnabledIf(
    value = "isConfigured",
    disabledReason = "set PENSTOCK_LIVE_MYSQL_URL to test a server of your own")
final class LiveMysqlSourceTest extends MysqlSourceContract {
  private static final String URL = "PENSTOCK_LIVE_MYSQL_URL";

  /** What the statements of the contract need; one limit has a name at each of the two servers. */
  private static final String WRITING =
      ";SET sql_mode = 'ANSI,PIPES_AS_CONCAT', time_zone = '+00:00' /*M!100200 , max_recursive_iterations = 1000000 */ /*!80003 , cte_max_recursion_depth = 1000000 */";

  private LiveServer server;

  static boolean isConfigured() {
    return LiveServer.isNamed(URL);
  }

  @Override
  Connector connector() throws Exception {
    server = LiveServer.of(SourceType.MYSQL, new MysqlDialect(), URL, "USE %s");
    server.execute("CREATE DATABASE " + server.schema());
    return server.connector();
  }

  @AfterEach
  void dropSchema() throws SQLException {
    connector.close();
    server.execute("DROP DATABASE %s".formatted(server.schema()));
  }

  @Override
  void execute(String... statements) throws SQLException {
    server.execute(server.setUp() + WRITING, statements);
  }

  @Override
  String address() {
    return server.address();
  }

  @Override
  String prefix() {
    return server.schema() + ".";
  }
}

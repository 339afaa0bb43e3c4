package dev.penstock.source.jdbc;

import dev.penstock.testing.MysqlServer;
import dev.penstock.testing.NeedsMysql;

/** The statements as a MySQL gets them. */
@NeedsMysql
final class RealMysqlStatementsTest extends MysqlStatementsContract {
  RealMysqlStatementsTest() {
    super(MysqlServer.MYSQL);
  }

  @Override
  String timeout(int seconds) {
    return "SET max_execution_time = " + seconds * 1000;
  }

  @Override
  String alsoSet() {
    return ", information_schema_stats_expiry = 0";
  }
}

package dev.penstock.source.jdbc;

import dev.penstock.testing.MysqlServer;
import dev.penstock.testing.NeedsMysql;
import java.util.List;

/** The contract against a MySQL. */
@NeedsMysql
final class RealMysqlSourceTest extends MysqlContract {
  RealMysqlSourceTest() {
    super(MysqlServer.MYSQL);
  }

  @Override
  List<String[]> ownTypes() {
    return List.of(
        new String[][] {
          {"json", "'{ \"b\":1, \"a\":[1,2] }'", "Utf8", "{\"a\": [1, 2], \"b\": 1}"},
        });
  }
}

package dev.penstock.source.jdbc;

import dev.penstock.testing.MysqlServer;
import java.util.List;

/** The contract against a MariaDB. */
final class MysqlSourceTest extends MysqlContract {
  MysqlSourceTest() {
    super(MysqlServer.MARIADB);
  }

  @Override
  List<String[]> ownTypes() {
    return List.of(
        new String[][] {
          {"json", "'{ \"b\":1}'", "Utf8", "{ \"b\":1}"},
          {
            "uuid",
            "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'",
            "Utf8",
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"
          },
          {"inet6", "'::1'", "Utf8", "::1"},
          {"inet4", "'10.0.0.1'", "Utf8", "10.0.0.1"},
        });
  }
}

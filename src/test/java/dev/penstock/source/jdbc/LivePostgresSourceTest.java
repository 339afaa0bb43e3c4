package dev.penstock.source.jdbc;

import dev.penstock.job.SourceType;
import dev.penstock.source.Connector;
import dev.penstock.source.jdbc.dialect.postgres.PostgresDialect;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

/** The contract on a server of somebody's own, in a schema that goes away again. */
@Tag("live")
@EnabledIf(
    value = "isConfigured",
    disabledReason = "set PENSTOCK_LIVE_POSTGRESQL_URL to test a server of your own")
final class LivePostgresSourceTest extends SourceContract {
  private static final String URL = "PENSTOCK_LIVE_POSTGRESQL_URL";

  private LiveServer server;

  static boolean isConfigured() {
    return LiveServer.isNamed(URL);
  }

  @Override
  Connector connector() throws Exception {
    server =
        LiveServer.of(SourceType.POSTGRESQL, new PostgresDialect(), URL, "SET search_path = %s");
    server.execute("CREATE SCHEMA " + server.schema());
    return server.connector();
  }

  @AfterEach
  void dropSchema() throws SQLException {
    connector.close();
    server.execute("DROP SCHEMA %s CASCADE".formatted(server.schema()));
  }

  @Override
  Jobs jobs() {
    return Jobs.of(SourceType.POSTGRESQL);
  }

  @Override
  void execute(String... statements) throws SQLException {
    server.execute(server.setUp(), statements);
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

package dev.penstock.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.secret.Secret;
import dev.penstock.source.Connector;
import dev.penstock.source.Earlier;
import dev.penstock.source.Resumable;
import dev.penstock.source.Resumed;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import dev.penstock.source.jdbc.dialect.ConnectionSettings;
import dev.penstock.source.jdbc.dialect.generic.GenericDialect;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What databases of which only the driver is known have in common. */
abstract class JdbcGenericContract extends SourceContract {
  /** The jar from which the driver is loaded. */
  static String jar(Class<? extends Driver> driver) {
    try {
      return Path.of(driver.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  abstract Map<String, String> settings();

  static Connector connector(Map<String, String> values) {
    return connector(values, 64_000_000);
  }

  static Connector connector(Map<String, String> values, long sliceBytes) {
    return new JdbcConnector(
        Map.of("shop", new SourceSettings("shop", Optional.of(SourceType.JDBC), values)),
        key -> Optional.empty(),
        new Reading(SourceCount.AUTO, sliceBytes),
        2,
        new NoTokens());
  }

  @Override
  Connector connector() throws Exception {
    return connector(settings());
  }

  @Override
  Jobs jobs() {
    return Jobs.of(SourceType.JDBC);
  }

  /** Through the same driver, as a database in this process is another one to every loader. */
  Connection connect() throws SQLException {
    Map<String, Secret> own = new HashMap<>();
    settings().forEach((key, value) -> own.put(key, new Secret(value, "test")));
    Connection connection =
        new GenericDialect()
            .access()
            .connect(
                new ConnectionSettings(
                    "shop",
                    Optional.empty(),
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.ofNullable(settings().get("username")),
                    Optional.empty(),
                    Optional.empty(),
                    own,
                    Map.of()));
    connection.setAutoCommit(true);
    return connection;
  }

  @Override
  void execute(String... statements) throws Exception {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void loadsTheDriverFromItsJarAlone() throws Exception {
    try (Connection connection = connect()) {
      assertThat(connection.getClass().getClassLoader()).isNotSameAs(getClass().getClassLoader());
    }
  }

  @Test
  void cutsByTheKeyAndGoesOnWhereARunDied() throws Exception {
    execute(
        "CREATE TABLE t (id integer NOT NULL PRIMARY KEY, v integer)",
        "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000) SELECT i * 1000, i FROM n");
    try (Connector slicing = connector(settings(), 100_000);
        Source source = slicing.open(jobs().parallelism(2).job())) {
      Survey survey = source.survey(Optional.empty());
      List<Split> splits = source.splits(survey);
      assertThat(splits).hasSizeBetween(4, 10);
      assertThat(splits.stream().mapToInt(split -> read(source, split).size()).sum())
          .isEqualTo(4000);
      assertThat(survey.warnings())
          .containsExactly(
              "the database lets no second connection see the same moment, so one connection reads"
                  + " everything, whatever parallelism says");
      String bookmark = ((Resumable) source).bookmark().orElseThrow();
      assertThat(bookmark).startsWith("keys from 1000,");
      assertThat(((Resumable) source).resume(new Earlier(survey, bookmark, Map.of(0, 1000L))))
          .isInstanceOfSatisfying(
              Resumed.Possible.class, left -> assertThat(left.splits()).hasSize(splits.size() - 1));
    }
  }

  @Test
  void seesOneMoment() throws Exception {
    execute("CREATE TABLE t (id integer)", "INSERT INTO t VALUES (1), (2)");
    try (Source source = connector.open(jobs().job())) {
      Survey survey = source.survey(Optional.empty());
      execute("INSERT INTO t VALUES (3)");
      assertThat(read(source, source.splits(survey).get(0))).hasSize(2);
    }
  }

  @Test
  void saysThatLateRowsAreNotLookedFor() throws Exception {
    execute("CREATE TABLE t (id integer)", "INSERT INTO t VALUES (1)");
    try (Source source = connector.open(jobs().cursor("id").job())) {
      assertThat(source.survey(Optional.empty(), Optional.empty()).late().words())
          .isEqualTo(
              "not looked for, because JDBC does not tell of the transactions of others; set a"
                  + " lookback");
    }
  }
}

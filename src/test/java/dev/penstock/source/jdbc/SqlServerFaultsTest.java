package dev.penstock.source.jdbc;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.secret.Secret;
import dev.penstock.source.BatchReader;
import dev.penstock.source.Connector;
import dev.penstock.source.Source;
import dev.penstock.source.Split;
import dev.penstock.testing.azure.TestTls;
import dev.penstock.testing.tds.Door;
import dev.penstock.testing.tds.Login;
import dev.penstock.testing.tds.SqlError;
import dev.penstock.testing.tds.TdsServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Logins, TLS and what goes wrong, against the stand-in. */
final class SqlServerFaultsTest {
  private static TdsServer open;
  private static TdsServer inside;
  private static TdsServer strict;

  @TempDir private static Path folder;

  @BeforeAll
  static void start() throws Exception {
    open = TdsServer.start(Door.open());
    inside = TdsServer.start(Door.inside(TestTls.serverContext()));
    strict = TdsServer.start(Door.strict(TestTls.serverContext()));
    try (Connection connection =
        SqlServerFixture.connect(SqlServerFixture.settings(open.port()), TdsServer.PASSWORD)) {
      SqlServerFixture.execute(
          connection,
          "CREATE TABLE t (id int)",
          "INSERT INTO t SELECT value FROM GENERATE_SERIES(1, 3000)");
    }
  }

  @AfterAll
  static void end() throws Exception {
    open.close();
    inside.close();
    strict.close();
  }

  @AfterEach
  void noFaultIsLeft() {
    int waiting = open.faults().waiting();
    open.faults().clear();
    assertThat(waiting).isZero();
  }

  private static Jobs jobs() {
    return Jobs.of(SourceType.SQLSERVER);
  }

  private static Connector connector(Map<String, String> values, String password) {
    return SqlServerFixture.connector(values, password);
  }

  private static Map<String, String> settings(TdsServer server, String... changes) {
    Map<String, String> settings = SqlServerFixture.settings(server.port());
    for (int i = 0; i < changes.length; i += 2) {
      settings.put(changes[i], changes[i + 1]);
    }
    return settings;
  }

  private static long rows(Connector connector) {
    long rows = 0;
    try (Source source = connector.open(jobs().job())) {
      Split split = source.splits(source.survey(Optional.empty())).get(0);
      try (BufferAllocator allocator = new RootAllocator();
          VectorSchemaRoot batch = VectorSchemaRoot.create(source.schema(), allocator);
          BatchReader reader = source.open(split)) {
        for (int read = reader.read(batch); read > 0; read = reader.read(batch)) {
          rows += read;
        }
      }
    }
    return rows;
  }

  private static void assertFails(Connector connector, ErrorCode code, String mend) {
    assertThatThrownBy(() -> rows(connector))
        .isInstanceOfSatisfying(IngestException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(mend);
  }

  /** What the server says before anything is read. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4060 | SOURCE_REFUSED | have a user for the login made in that database",
        "18456 | LOGIN_REFUSED | the login is tried once only",
        "40613 | SOURCE_BUSY | retry_count does so by itself"
      })
  void saysWhatAnErrorOfTheLoginMeans(int number, ErrorCode code, String mend) {
    int knocks = number == 18456 ? 1 : 2;
    for (int i = 0; i < knocks; i++) {
      open.faults().refuseLogin(new SqlError(number, 14, "words of the server"));
    }
    int before = open.logins().size();
    try (Connector connector = connector(settings(open), TdsServer.PASSWORD)) {
      assertFails(connector, code, mend);
    }
    assertThat(open.logins()).hasSize(before + knocks);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1205 | SOURCE_BUSY | retry_count does so by itself",
        "1222 | SOURCE_BUSY | retry_count does so by itself",
        "40197 | SOURCE_BUSY | retry_count does so by itself",
        "40501 | SOURCE_BUSY | retry_count does so by itself",
        "49918 | SOURCE_BUSY | retry_count does so by itself",
        "10928 | SOURCE_BUSY | larger service tier",
        "10929 | SOURCE_BUSY | larger service tier",
        "3960 | SOURCE_BUSY | version store in tempdb",
        "9002 | SOURCE_BUSY | make room",
        "1105 | SOURCE_BUSY | make room",
        "701 | SOURCE_BUSY | make room",
        "229 | SOURCE_REFUSED | GRANT SELECT",
        "208 | SOURCE_REFUSED | add the schema to a name",
        "247 | SOURCE_REFUSED | TRY_CAST",
        "50000 | SOURCE_REFUSED | Check query"
      })
  void saysWhatAnErrorOfAStatementMeans(int number, ErrorCode code, String mend) {
    open.faults().fail("SELECT [id] FROM", new SqlError(number, "words of the server"));
    try (Connector connector = connector(settings(open), TdsServer.PASSWORD)) {
      assertFails(connector, code, mend);
      assertThat(rows(connector)).isEqualTo(3000);
    }
  }

  @Test
  void mayBeTriedAgainWhenTheConnectionBreaksBetweenTwoRows() {
    open.faults().breakAfter(2000);
    try (Connector connector = connector(settings(open), TdsServer.PASSWORD)) {
      assertFails(connector, ErrorCode.SOURCE_UNREACHABLE, "Check host and port");
      assertThat(rows(connector)).isEqualTo(3000);
    }
  }

  @Test
  void mayBeTriedAgainWhenTheServerEndsTheConnection() {
    open.faults()
        .fail(
            "SELECT [id] FROM",
            new SqlError(
                596,
                21,
                "Cannot continue the execution because the session is in the kill state."));
    try (Connector connector = connector(settings(open), TdsServer.PASSWORD)) {
      assertFails(connector, ErrorCode.SOURCE_UNREACHABLE, "Check host and port");
    }
  }

  @Test
  void knocksOnceOnlyWithAWrongPassword() {
    int before = open.logins().size();
    try (Connector connector = connector(settings(open), "wr0ng")) {
      for (int i = 0; i < 2; i++) {
        assertFails(
            connector,
            ErrorCode.LOGIN_REFUSED,
            "opening t: the login was refused (Login failed for user 'tester').\nMend username and"
                + " password of the source");
      }
    }
    assertThat(open.logins()).hasSize(before + 1);
  }

  @Test
  void logsInWithPasswordsOfAnyCharacters() throws Exception {
    String password = "a;@%}'\"\n😀+ &?{";
    open.login("guarded", password);
    try (Connection owner = SqlServerFixture.connect(settings(open), TdsServer.PASSWORD)) {
      SqlServerFixture.execute(owner, "GRANT SELECT ON t TO guarded");
    }
    try (Connector connector = connector(settings(open, "username", "guarded"), password)) {
      assertThat(rows(connector)).isEqualTo(3000);
    }
  }

  @Test
  void saysWhichGrantIsMissing() throws Exception {
    open.login("poor", "p");
    try (Connector connector = connector(settings(open, "username", "poor"), "p")) {
      assertThatThrownBy(() -> connector.open(jobs().query("SELECT * FROM dbo.t").job()))
          .hasMessageEndingWith(
              "\nHave the database administrator GRANT SELECT on it to the source's user.");
    }
  }

  /** As the gateway of Azure SQL sends a client on to where the database is. */
  @Test
  void followsTheGateway() {
    int before = open.logins().size();
    open.faults().route("localhost", open.port());
    try (Connector connector = connector(settings(open), TdsServer.PASSWORD)) {
      assertThat(rows(connector)).isEqualTo(3000);
    }
    assertThat(open.logins().size()).isGreaterThanOrEqualTo(before + 2);
  }

  private static Path authority() throws IOException, GeneralSecurityException {
    KeyStore keys =
        KeyStore.getInstance(
            TestTls.trustStore().toFile(), TestTls.TRUST_STORE_PASSWORD.toCharArray());
    byte[] certificate = keys.getCertificate(keys.aliases().nextElement()).getEncoded();
    String pem =
        "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
            .formatted(
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                    .encodeToString(certificate));
    return Files.writeString(folder.resolve("authority.pem"), pem);
  }

  /** Where TLS begins. */
  enum Way {
    INSIDE,
    STRICT;

    TdsServer server() {
      return this == INSIDE ? inside : strict;
    }

    String word() {
      return this == INSIDE ? "yes" : "strict";
    }
  }

  @ParameterizedTest
  @EnumSource
  @Secures(Measure.TLS)
  void speaksTlsWithAServerWhoseCertificateIsKnown(Way way) throws Exception {
    Map<String, String> settings =
        settings(
            way.server(),
            "host",
            "localhost",
            "option_encrypt",
            way.word(),
            "option_sslrootcert",
            authority().toString());
    try (Connector connector = connector(settings, TdsServer.PASSWORD);
        Source source = connector.open(jobs().query("SELECT 1 AS id").job())) {
      assertThat(source.survey(Optional.empty()).warnings())
          .noneMatch(warning -> warning.contains("encrypted") || warning.contains("certificate"));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Secures(Measure.TLS)
  void trustsNoCertificateThatNobodyVouchesFor(Way way) {
    try (Connector connector =
        connector(
            settings(way.server(), "host", "localhost", "option_encrypt", way.word()),
            TdsServer.PASSWORD)) {
      assertThatThrownBy(() -> connector.open(jobs().job()))
          .hasMessageEndingWith(
              "the server's certificate is signed by nobody whom this Java trusts.\nName the file"
                  + " with the certificate of the authority that signed it in option_sslrootcert."
                  + " How much is checked stands in Encrypt and TrustServerCertificate of the source:"
                  + " all, unless they are set.");
    }
  }

  @Test
  @Secures(Measure.TLS)
  void sendsNothingToAnotherName() throws Exception {
    try (Connector connector =
        connector(
            settings(
                inside,
                "host",
                "localhost",
                "option_encrypt",
                "true",
                "option_hostnameincertificate",
                "db.example.com",
                "option_sslrootcert",
                authority().toString()),
            TdsServer.PASSWORD)) {
      assertThatThrownBy(() -> connector.open(jobs().job()))
          .hasMessageContaining("the server's certificate is for another name than this host.");
    }
  }

  @Test
  @Secures(Measure.TLS)
  void sendsNothingToAServerWithoutTls() {
    try (Connector connector =
        connector(settings(open, "option_encrypt", "yes"), TdsServer.PASSWORD)) {
      assertThatThrownBy(() -> connector.open(jobs().job()))
          .hasMessageContaining(
              "the server does not speak TLS, without which nothing is sent to it");
    }
  }

  /** Such an address leads to the own machine and is not taken for it. */
  @ParameterizedTest
  @Secures(Measure.TLS)
  @CsvSource(
      delimiter = '|',
      value = {
        "yes | yes | the server's certificate is not verified; somebody in between could answer in its place",
        "TRUE | 1 | the server's certificate is not verified; somebody in between could answer in its place",
        "no | no | the connection is not encrypted; whoever is on the way can read the rows and the password's proof"
      })
  void tellsWhatASourceHasOptedOutOf(String encrypt, String trust, String weakness) {
    TdsServer server = encrypt.equals("no") ? open : inside;
    Map<String, String> settings =
        settings(
            server,
            "host",
            "::ffff:127.0.0.1",
            "option_encrypt",
            encrypt,
            "option_trustservercertificate",
            trust);
    try (Connector connector = connector(settings, TdsServer.PASSWORD);
        Source source = connector.open(jobs().query("SELECT 1 AS id").job())) {
      assertThat(source.survey(Optional.empty()).warnings())
          .anyMatch(warning -> warning.equals("source shop: " + weakness));
    }
  }

  @Test
  void signsInWithATokenOverTls() throws Exception {
    Map<String, String> values =
        settings(
            strict,
            "host",
            "localhost",
            "option_encrypt",
            "strict",
            "option_authentication",
            "ActiveDirectoryDefault",
            "option_sslrootcert",
            authority().toString());
    values.remove("username");
    try (Connector connector = withToken(values, TdsServer.TOKEN);
        Source source = connector.open(jobs().query("SELECT 1 AS id").job())) {
      assertThat(source.schema().getFields()).hasSize(1);
    }
    List<Login> logins = strict.logins();
    assertThat(logins.get(logins.size() - 1).token()).contains(TdsServer.TOKEN);
    try (Connector connector = withToken(values, "of somebody else")) {
      assertThatThrownBy(() -> connector.open(jobs().job()))
          .hasMessageContaining("the login was refused")
          .hasMessageContaining("CREATE USER [name of the identity] FROM EXTERNAL PROVIDER");
    }
  }

  @Test
  void sendsNoTokenWithoutTls() {
    Map<String, String> values =
        settings(open, "option_encrypt", "no", "option_authentication", "ActiveDirectoryDefault");
    try (Connector connector = withToken(values, TdsServer.TOKEN)) {
      assertThatThrownBy(() -> connector.open(jobs().job()))
          .hasMessage(
              "sheet Sources, source shop, column option_encrypt: a token of Entra ID travels over"
                  + " TLS alone.\nRemove it.");
    }
  }

  private static Connector withToken(Map<String, String> values, String token) {
    return new JdbcConnector(
        Map.of("shop", new SourceSettings("shop", Optional.of(SourceType.SQLSERVER), values)),
        key -> Optional.empty(),
        SourceCount.AUTO,
        2,
        (source, login, scope) -> {
          assertThat(scope).isEqualTo("https://database.windows.net/.default");
          return new Secret(token, "test");
        });
  }

  /** As the old framework's secrets have them, below {@code query}. */
  @Test
  void takesTheSettingsOfOldSecrets() {
    Map<String, String> secrets = new HashMap<>(settings(inside));
    secrets.put("host", "127.0.0.1\\SQLEXPRESS");
    secrets.put("password", TdsServer.PASSWORD);
    secrets.put("query.encrypt", "yes");
    secrets.put("query.trustservercertificate", "yes");
    try (Connector connector =
            new JdbcConnector(
                Map.of(),
                key -> Optional.ofNullable(secrets.get(key.key())).map(v -> new Secret(v, "test")),
                SourceCount.AUTO,
                2,
                new NoTokens());
        Source source = connector.open(jobs().query("SELECT 1 AS id").job())) {
      assertThat(source.schema().getFields()).hasSize(1);
    }
  }
}

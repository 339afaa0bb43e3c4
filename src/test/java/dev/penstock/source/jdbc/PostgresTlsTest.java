package dev.penstock.source.jdbc;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Said;
import dev.penstock.evidence.Secures;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.Settings.SourceCount;
import dev.penstock.job.SourceSettings;
import dev.penstock.job.SourceType;
import dev.penstock.source.Source;
import dev.penstock.testing.EmbeddedPg;
import dev.penstock.testing.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who is let pass for the server without a word in the workbook. The host is an address that leads
 * to the own machine and is not taken for it.
 */
final class PostgresTlsTest {
  private static final String HOST = "::ffff:127.0.0.1";
  private static final Job JOB = Jobs.of(SourceType.POSTGRESQL).job();
  private static final String OPT_OUT =
      "How much is checked stands in option_sslmode of the source: verify-full unless it is set.";

  private static TlsPg server;
  private static TestAuthority authority;
  private static Path trusted;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    server = TlsPg.start(folder);
    authority = new TestAuthority(folder);
    trusted = Files.writeString(folder.resolve("authority.crt"), authority.certificate());
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void readsFromAServerWhoseCertificateAndNameAreRight() throws Exception {
    server.present(authority.signed(HOST));

    assertThat(warnings(settings())).isEmpty();
  }

  @Test
  @Secures(Measure.TLS)
  @BadInput(
      value = Input.WRONG_CERTIFICATE,
      says =
          "the server's certificate is for another name than this host.\nWrite the host as the certificate does, or have the certificate made for this name; otherwise something in between answers in the server's place. How much is checked stands in option_sslmode of the source: verify-full unless it is set.")
  void refusesACertificateForAnotherName() throws Exception {
    server.present(authority.signed("db.example.com"));

    assertRefused(
        settings(),
        "the server's certificate is for another name than this host.\nWrite the host as the"
            + " certificate does, or have the certificate made for this name; otherwise something in"
            + " between answers in the server's place. "
            + OPT_OUT);
    assertThat(warnings(settings("option_sslmode", "verify-ca")))
        .containsExactly(
            "source shop: the name in the server's certificate is not verified; whoever has a"
                + " certificate of the same authority could answer in its place (option_sslmode is"
                + " verify-ca)");
  }

  @Test
  @Secures(Measure.TLS)
  @BadInput(
      value = Input.WRONG_CERTIFICATE,
      says =
          "the server's certificate has expired.\nHave it renewed at the server; if others can connect, this machine's clock is wrong.")
  void refusesACertificateThatHasExpired() throws Exception {
    server.present(authority.expired(HOST));

    assertRefused(
        settings(),
        "the server's certificate has expired.\nHave it renewed at the server; if others can"
            + " connect, this machine's clock is wrong. "
            + OPT_OUT);
  }

  @Test
  @Secures(Measure.TLS)
  @BadInput(
      value = Input.WRONG_CERTIFICATE,
      says =
          "the server's certificate is signed by nobody whom this Java trusts.\nName the file with the certificate of the authority that signed it in option_sslrootcert.")
  void refusesACertificateThatNobodyVouchesFor() throws Exception {
    server.present(authority.selfSigned(HOST));
    String message =
        "the server's certificate is signed by nobody whom this Java trusts.\nName the file with the"
            + " certificate of the authority that signed it in option_sslrootcert. "
            + OPT_OUT;

    assertRefused(settings(), message);
    Map<String, String> trustOfJava = new HashMap<>(settings());
    trustOfJava.remove("option_sslrootcert");
    assertRefused(trustOfJava, message);
    assertThat(warnings(settings("option_sslmode", "require", "option_sslrootcert", "")))
        .containsExactly(
            "source shop: the server's certificate is not verified; somebody in between could answer"
                + " in its place (option_sslmode is require)");
  }

  @Test
  @Secures(Measure.TLS)
  @BadInput(
      value = Input.WRONG_CERTIFICATE,
      says =
          "the server does not speak TLS, without which nothing is sent to it.\nHave TLS switched on at the server.")
  void refusesAServerThatSpeaksPlainText() throws Exception {
    String port = Integer.toString(EmbeddedPg.port());

    assertRefused(
        settings("port", port),
        "the server does not speak TLS, without which nothing is sent to it.\nHave TLS switched on"
            + " at the server. "
            + OPT_OUT);
  }

  @ParameterizedTest
  @CsvSource({"disable", "allow", "prefer"})
  @Secures(Measure.TLS)
  void anOptOutIsToldInEachRow(String mode) throws Exception {
    EmbeddedPg.execute("DROP TABLE IF EXISTS t", "CREATE TABLE t AS SELECT 1 AS id");
    String port = Integer.toString(EmbeddedPg.port());

    assertThat(warnings(settings("port", port, "option_sslmode", mode)))
        .containsExactly(
            "source shop: the connection is not encrypted; whoever is on the way can read the rows"
                + " and the password's proof (option_sslmode is "
                + mode
                + ")");
  }

  @Test
  void onTheOwnMachineNothingNeedsToBeEncrypted() throws Exception {
    EmbeddedPg.execute("DROP TABLE IF EXISTS t", "CREATE TABLE t AS SELECT 1 AS id");
    String port = Integer.toString(EmbeddedPg.port());

    assertThat(warnings(settings("host", "localhost", "port", port))).isEmpty();
    // Debian installs PostgreSQL with a certificate that it has signed itself.
    server.present(authority.selfSigned("shop-db"));
    assertThat(warnings(settings("host", "127.0.0.1", "option_sslrootcert", ""))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"sslfactory", "sslhostnameverifier", "preferquerymode", "preferQueryMode", "user"})
  @Secures({Measure.TLS, Measure.SQL_TEXT})
  void noOptionPutsSomethingElseInPlaceOfTheCheck(String option) {
    Map<String, String> settings = settings("option_" + option, "x");

    assertThatThrownBy(() -> warnings(settings))
        .isInstanceOfSatisfying(
            IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG))
        .hasMessage(
            "sheet Sources, source shop, column option_%s: not an option that may be set for PostgreSQL.\nRemove it; option_sslmode is the one most often meant."
                .formatted(option));
  }

  private static Map<String, String> settings(String... more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("host", HOST);
    settings.put("port", Integer.toString(server.port()));
    settings.put("database", "postgres");
    settings.put("username", "postgres");
    settings.put("option_sslrootcert", trusted.toString());
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    settings.values().removeIf(String::isEmpty);
    return settings;
  }

  private static void assertRefused(Map<String, String> settings, String message) {
    assertThatThrownBy(() -> warnings(settings))
        .isInstanceOfSatisfying(
            IngestException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_REFUSED))
        .hasMessage(
            "sheet SourceConfig, row 7: source shop (PostgreSQL at %s:%s), opening t: %s"
                .formatted(settings.get("host"), settings.get("port"), message));
  }

  /** What a run writes into the audit about this source. */
  private static List<String> warnings(Map<String, String> settings) {
    try (JdbcConnector connector =
            new JdbcConnector(
                Map.of(
                    "shop",
                    new SourceSettings("shop", Optional.of(SourceType.POSTGRESQL), settings)),
                key -> Optional.empty(),
                SourceCount.AUTO,
                1,
                new NoTokens());
        Source source = connector.open(JOB)) {
      List<String> warnings = source.survey(Optional.empty()).warnings();
      warnings.forEach(Said::add);
      return warnings;
    }
  }
}

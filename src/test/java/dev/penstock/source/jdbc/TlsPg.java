package dev.penstock.source.jdbc;

import dev.penstock.testing.TestAuthority;
import dev.penstock.testing.azure.TestTls;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;

/**
 * A PostgreSQL that speaks TLS and, as the one on Azure does, asks the role {@code reader} for its
 * password in clear inside TLS, and lets it in over TLS alone.
 */
final class TlsPg implements AutoCloseable {
  static final String ROLE = "reader";

  private final EmbeddedPostgres server;
  private final Path certificate;

  private TlsPg(EmbeddedPostgres server, Path certificate) {
    this.server = server;
    this.certificate = certificate;
  }

  static TlsPg start(Path folder) throws IOException, GeneralSecurityException, SQLException {
    Path store = TestTls.trustStore().resolveSibling("keys.p12");
    char[] password = TestTls.TRUST_STORE_PASSWORD.toCharArray();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, password);
    }
    String alias = keys.aliases().nextElement();
    Path certificate = folder.resolve("server.crt");
    Path key = folder.resolve("server.key");
    writePem(certificate, "CERTIFICATE", keys.getCertificate(alias).getEncoded());
    writePem(key, "PRIVATE KEY", keys.getKey(alias, password).getEncoded());
    // The server refuses a key that others may read.
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "off")
            .setServerConfig("ssl", "on")
            .setServerConfig("ssl_cert_file", certificate.toString())
            .setServerConfig("ssl_key_file", key.toString())
            .start();
    TlsPg started = new TlsPg(server, certificate);
    started.guard();
    return started;
  }

  private static void writePem(Path file, String what, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    Files.writeString(
        file, "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, text, what));
  }

  private void guard() throws SQLException {
    execute("CREATE ROLE %s LOGIN".formatted(ROLE), "CREATE TABLE t AS SELECT 1 AS id");
    execute("GRANT SELECT ON t TO " + ROLE);
    execute(
        "COPY (VALUES ('hostssl all reader all password'), ('host all reader all reject'),"
            + " ('host all all all trust')) TO '"
            + single("SHOW hba_file")
            + "'");
    reload();
  }

  /** From now on, new connections are shown this certificate. */
  void present(TestAuthority.Pem identity) throws IOException, SQLException {
    Files.writeString(certificate, identity.certificate());
    // Written into the file that is there, which only its owner may read.
    Files.writeString(certificate.resolveSibling("server.key"), identity.key());
    reload();
  }

  private void reload() throws SQLException {
    String before = single("SELECT pg_conf_load_time()");
    execute("SELECT pg_reload_conf()");
    while (single("SELECT pg_conf_load_time()").equals(before)) {
      Thread.onSpinWait();
    }
  }

  int port() {
    return server.getPort();
  }

  /** Who made the server's certificate. */
  Path certificate() {
    return certificate;
  }

  /** From now on, this password alone lets the role in. */
  void expect(String password) {
    try {
      execute("ALTER ROLE %s PASSWORD '%s'".formatted(ROLE, password));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many connections of the role there are, all of them over TLS. */
  int connections() throws SQLException {
    return Integer.parseInt(
        single(
            "SELECT count(*) FROM pg_stat_activity JOIN pg_stat_ssl USING (pid)"
                + " WHERE ssl AND usename = 'reader'"));
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private String single(String sql) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

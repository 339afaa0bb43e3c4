package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testing.DemoWorkbook;
import dev.penstock.testing.DuckDb;
import dev.penstock.testing.PenstockProcess;
import dev.penstock.testing.PenstockProcess.Result;
import dev.penstock.testing.Sheets;
import dev.penstock.testing.azure.AdlsServer;
import dev.penstock.testing.azure.LakeDownload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake in Azure, with the packaged jar and the committed workbook: no change but the secrets. */
final class AzureIT {
  @TempDir Path home;
  @TempDir Path elsewhere;
  private PenstockProcess penstock;

  @BeforeEach
  void freshClone() throws IOException {
    DemoWorkbook.copyInto(home);
    penstock = new PenstockProcess(home);
  }

  @Test
  void aWrongLakeIsToldWholeBeforeAnythingRuns() throws Exception {
    penstock
        .with("DLT_DESTINATION_FILESYSTEM_BUCKET_URL", "az://Raw?sv=1&sig=CANARY1")
        .with("DLT_DESTINATION_FILESYSTEM_AZURE_STORAGE_ACCOUNT_KEY", "CANARY2!")
        .with("DLT_DESTINATION_FILESYSTEM_AZURE_CLIENT_SECRET", "CANARY3");

    Result run = penstock.runHere();

    assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            """
            [destination.filesystem] bucket_url: 'az://Raw?***' holds a key or a signature.
            Take it out, and put it into azure_storage_account_key or azure_storage_sas_token of [destination.filesystem.credentials].
            [destination.filesystem.credentials]: a service principal has azure_client_secret, but no azure_tenant_id and no azure_client_id.
            Give all three, or none: then whoever the machine is signs in.
            [destination.filesystem.credentials] azure_storage_account_key: it is not Base64, as every key is.
            Copy the key whole: az storage account keys list --account-name ACCOUNT --query "[0].value" --output tsv.
            """);
    assertNoSecret();
  }

  @Test
  void validateTellsOfAnExpiredSas() throws Exception {
    penstock
        .with("DLT_DESTINATION_FILESYSTEM_BUCKET_URL", "abfss://raw@shop.dfs.core.windows.net")
        .with(
            "DLT_DESTINATION_FILESYSTEM_AZURE_STORAGE_SAS_TOKEN",
            "?sv=2024-11-04&sr=c&sp=rwdl&se=2020-01-01&sig=CANARY");

    Result validate = penstock.runHere("validate");

    assertThat(validate.exitCode()).as(validate.err() + validate.out()).isEqualTo(2);
    assertThat(validate.out())
        .contains(
            "azure_storage_sas_token: it expired at 2020-01-01T00:00:00Z.",
            "Make a new SAS, or sign in with an identity, which does not expire.",
            "nothing can run, 1 error, 0 warnings.");
    assertNoSecret();
  }

  @Test
  void theDemoShopLandsInTheLakeAsItDoesOnDisk() throws Exception {
    try (AdlsServer server = AdlsServer.http()) {
      server.createContainer("raw");
      DemoWorkbook.nameInFull(home);
      Result local = penstock.runHere();
      DemoWorkbook.copyInto(home);
      assertThat(local.exitCode()).as(local.err() + local.out()).isZero();
      Files.delete(onlyAudit());
      penstock.with(lake(server));

      Result first = penstock.run();
      long requests = server.requests().size();

      assertThat(first.exitCode()).as(first.err() + first.out()).isZero();
      assertThat(first.err()).isEmpty();
      assertThat(first.out()).contains("10 SUCCESS in ");
      assertThat(Files.readAllLines(onlyAudit()))
          .hasSize(11)
          .anySatisfy(
              row ->
                  assertThat(row)
                      .contains(
                          "shop_orders,SUCCESS,20000,",
                          "," + server.endpoint() + "/raw/lake/shop/orders/2"));
      // What docs/lake.md says that a load is made of; more than this is a bill for nothing.
      assertThat(requests / DemoWorkbook.TABLES.size()).isLessThan(60);

      Result second = penstock.run();

      assertThat(second.exitCode()).as(second.err() + second.out()).isZero();
      assertThat(second.out()).contains("7 NOTHING_NEW, 3 SUCCESS in ");
      Path lake = LakeDownload.of(server, "raw").into(elsewhere, "lake/shop/");
      for (String table : DemoWorkbook.TABLES) {
        assertThat(rows(lake.resolve("lake/shop").resolve(table)))
            .as(table)
            .isNotEmpty()
            .isEqualTo(rows(home.resolve("data/shop").resolve(table)));
      }
      assertThat(LakeDownload.of(server, "raw").files())
          .noneMatch(path -> path.contains("/staging/"));
      assertNoSecret();
    }
  }

  @Test
  void aContainerOfItsOwnTakesThePlaceOfTheOneInTheAddress() throws Exception {
    try (AdlsServer server = AdlsServer.http()) {
      server.createContainer("raw");
      server.createContainer("curated");
      try (Connection connection =
              DriverManager.getConnection("jdbc:sqlite:" + home.resolve("shop.db"));
          Statement statement = connection.createStatement()) {
        statement.execute("create table t (id integer)");
        statement.execute("insert into t values (1), (2)");
      }
      new Sheets()
          .row("Sources", "source_name", "shop", "path", home.resolve("shop.db").toString())
          .job("own", "sqlite", "shop", "t", "target_container", "curated")
          .job("usual", "sqlite", "shop", "t", "target_folder_path", "shop")
          .write(home.resolve("config/ingestion_config.xlsx"));

      Result run = penstock.with(lake(server)).runHere();

      assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
      assertThat(LakeDownload.of(server, "curated").files())
          .anyMatch(path -> path.matches("lake/t/\\d{4}/\\d\\d/\\d\\d/[^/]*[.]parquet"));
      assertThat(LakeDownload.of(server, "raw").files())
          .anyMatch(path -> path.startsWith("lake/shop/t/"))
          .noneMatch(path -> path.startsWith("lake/t/"));
      assertThat(Files.readString(onlyAudit()))
          .contains("," + server.endpoint() + "/curated/lake/t/2");
    }
  }

  @Test
  void aLocalTargetLoadsNothingOfAzure() throws Exception {
    penstock.withJava(List.of("-Xlog:class+load:file=classes.txt"));

    assertThat(penstock.run("validate").exitCode()).isZero();

    assertThat(Files.readString(home.resolve("classes.txt")))
        .contains("dev.penstock.app.Target ")
        .doesNotContain(" com.azure.", " com.microsoft.aad.");
  }

  private static Map<String, String> lake(AdlsServer server) {
    return Map.of(
        "DLT_DESTINATION_FILESYSTEM_BUCKET_URL",
        server.endpoint() + "/raw/lake",
        "DLT_DESTINATION_FILESYSTEM_AZURE_STORAGE_ACCOUNT_KEY",
        AdlsServer.KEY);
  }

  private static List<String> rows(Path table) throws SQLException {
    return DuckDb.rows("select * exclude (_load_id) from " + DuckDb.table(table) + " order by all");
  }

  private Path onlyAudit() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("metadata"))) {
      List<Path> audits = files.filter(path -> path.toString().endsWith(".csv")).toList();
      assertThat(audits).hasSize(1);
      return audits.get(0);
    }
  }

  /** Neither on the console nor in a file that was written. */
  private void assertNoSecret() throws IOException {
    try (Stream<Path> paths = Files.walk(home)) {
      for (Path file : paths.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("CANARY", AdlsServer.KEY, "\tat ");
      }
    }
  }
}

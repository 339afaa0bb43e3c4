package dev.penstock.secret.toml;

import static dev.penstock.evidence.Said.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.failure.ConfigException;
import dev.penstock.failure.Problem;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TomlSecretsTest {
  private static final String SAMPLE =
      """
      [sources.shop]
      host = "localhost"
      port = 5432
      ratio = 1.10
      encrypt = true
      [sources.shop.credentials]
      password = 'a;b@c%d}e"f'
      query.Encrypt = "strict"
      [sources."Shop EU"]
      credentials = "postgresql://ann:pw@host:5432/db?sslmode=require"
      [destination.filesystem]
      bucket_url = "az://lake"
      [destination.filesystem.credentials]
      azure_storage_account_key = "a2V5"
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "SOURCES, shop, host, localhost",
        "SOURCES, SHOP, host, localhost",
        "SOURCES, shop, port, 5432",
        "SOURCES, shop, ratio, 1.10",
        "SOURCES, shop, encrypt, true",
        "SOURCES, shop, password, `a;b@c%d}e\"f`",
        "SOURCES, shop, query.encrypt, strict",
        "SOURCES, shop, credentials.query.Encrypt, strict",
        "SOURCES, shop_eu, credentials, postgresql://ann:pw@host:5432/db?sslmode=require",
        "DESTINATION, filesystem, bucket_url, az://lake",
        "DESTINATION, filesystem, azure_storage_account_key, a2V5",
      })
  void findsTheValue(SecretKey.Scope scope, String owner, String key, String value)
      throws IOException {
    assertThat(read(SAMPLE).find(new SecretKey(scope, owner, key)).map(Secret::reveal))
        .contains(value);
  }

  @Test
  void takesTheSectionBeforeItsCredentials() throws IOException {
    TomlSecrets secrets =
        read("[sources.a]\npassword='own'\n[sources.a.credentials]\npassword='nested'\n");

    assertThat(secrets.find(SecretKey.ofSource("a", "password")).map(Secret::reveal))
        .contains("own");
  }

  @Test
  void hasNoCredentialsTextWhereCredentialsAreATable() throws IOException {
    assertThat(read(SAMPLE).find(SecretKey.ofSource("shop", "credentials"))).isEmpty();
  }

  @Test
  void keepsNewlinesAndEmoji() throws IOException {
    TomlSecrets secrets = read("[sources.a]\npassword = \"x\\ny\uD83D\uDD11\"\n");

    assertThat(secrets.find(SecretKey.ofSource("a", "password")).map(Secret::reveal))
        .contains("x\ny\uD83D\uDD11");
  }

  @Test
  void readsAFileThatStartsWithAByteOrderMark() throws IOException {
    assertThat(read("\uFEFF" + SAMPLE).find(SecretKey.ofSource("shop", "host"))).isPresent();
  }

  @Test
  void isEmptyWithoutAFile() {
    TomlSecrets secrets = TomlSecrets.read(folder.resolve("none.toml"));

    assertThat(secrets.find(SecretKey.ofSource("shop", "host"))).isEqualTo(Optional.empty());
    assertThat(secrets.warnings()).isEmpty();
  }

  @Test
  @BadInput(
      value = Input.TOML_SYNTAX,
      says =
          ", line 3, column 12: not valid TOML\nWrite key = \"value\"; a value with backslashes or double quotes goes between single quotes: key = 'value'.")
  void saysWhereTheSyntaxIsWrongWithoutShowingTheLine() {
    assertThatThrownBy(() -> read("[sources.shop]\nhost = \"h\"\npassword = hunter2\n"))
        .isInstanceOf(ConfigException.class)
        .hasNoCause()
        .hasMessage(
            file()
                + ", line 3, column 12: not valid TOML\n"
                + "Write key = \"value\"; a value with backslashes or double quotes goes between"
                + " single quotes: key = 'value'.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[sources.shop]\npassword = 'hunter2'\npassword = 'hunter3'\n",
        "[sources.shop]\nx = 'hunter2'\n[sources.shop]\ny = 1\n",
        "[sources.shop]\ncredentials = 'hunter2'\n[sources.shop.credentials]\ny = 1\n",
      })
  @BadInput(
      value = Input.TOML_DOUBLE,
      says = ", line 3: this key or table was given before\nKeep one of them.")
  void refusesWhatIsGivenTwice(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file() + ", line 3: this key or table was given before\nKeep one of them.");
  }

  @Test
  @BadInput(
      value = Input.TOML_TYPE,
      says =
          ", source shop: password is a list, but text is due.\nWrite the key password as one value in quotes.")
  void refusesAListWhereTextIsDue() throws IOException {
    TomlSecrets secrets = read("[sources.shop]\npassword = ['hunter2']\n");

    assertThatThrownBy(() -> secrets.find(SecretKey.ofSource("shop", "password")))
        .hasMessage(
            file()
                + ", source shop: password is a list, but text is due.\n"
                + "Write the key password as one value in quotes.");
  }

  @Test
  @BadInput(
      value = Input.TOML_TYPE,
      says =
          ", source shop: password is a table, but text is due.\nWrite the key password as one value in quotes.")
  void refusesATableWhereTextIsDue() throws IOException {
    TomlSecrets secrets = read("[sources.shop.password]\nvalue = 'hunter2'\n");

    assertThatThrownBy(() -> secrets.find(SecretKey.ofSource("shop", "password")))
        .hasMessage(
            file()
                + ", source shop: password is a table, but text is due.\n"
                + "Write the key password as one value in quotes.");
  }

  @Test
  void refusesTwoNamesThatItCannotTellApart() throws IOException {
    TomlSecrets secrets = read("[sources.shop_eu]\na = 1\n[sources.Shop-EU]\na = 2\n");

    assertThatThrownBy(() -> secrets.find(SecretKey.ofSource("shop_eu", "a")))
        .hasMessage(
            file()
                + ", source shop_eu: 'shop_eu' and 'Shop-EU' are the same name here.\n"
                + "Keep one of them.");
  }

  @Test
  @BadInput(value = Input.TOML_FILE, says = ": it is saved as UTF-16\nSave it as UTF-8.")
  void refusesUtf16() throws IOException {
    Files.write(file(), ("\uFEFF" + SAMPLE).getBytes(StandardCharsets.UTF_16LE));

    assertThatThrownBy(() -> TomlSecrets.read(file()))
        .hasMessage(file() + ": it is saved as UTF-16\nSave it as UTF-8.");
  }

  @Test
  @BadInput(
      value = Input.TOML_FILE,
      says = ": it holds bytes that are not UTF-8\nSave it as UTF-8.")
  void refusesBytesThatAreNotUtf8() throws IOException {
    Files.write(file(), "[sources.a]\nb = 'M\u00FCller'".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> TomlSecrets.read(file()))
        .hasMessage(file() + ": it holds bytes that are not UTF-8\nSave it as UTF-8.");
  }

  @Test
  @Secures(Measure.OTHER_PARSERS)
  @BadInput(
      value = Input.TOML_FILE,
      says = ": larger than 1 MiB\nKeep nothing but connection settings in it.")
  void refusesAHugeFile() {
    assertThatThrownBy(() -> read("#".repeat((1 << 20) + 1)))
        .hasMessage(file() + ": larger than 1 MiB\nKeep nothing but connection settings in it.");
  }

  @Test
  @Secures(Measure.OTHER_PARSERS)
  @BadInput(value = Input.TOML_FILE, taken = "nested too deep: refused as no valid TOML")
  void refusesNestingThatWouldBreakTheParser() {
    assertThatThrownBy(() -> read("a = " + "[".repeat(500_000)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(file().toString());
  }

  @Test
  void refusesAFolder() throws IOException {
    Files.createDirectory(file());

    assertThatThrownBy(() -> TomlSecrets.read(file()))
        .hasMessage(
            file()
                + ": cannot be read (IOException)\n"
                + "Check that it is a file and that this user may read it.");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  @Secures(Measure.PERMISSIONS)
  void warnsOfAFileThatEverybodyCanRead() throws IOException {
    Files.writeString(file(), SAMPLE);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(TomlSecrets.read(file()).warnings())
        .extracting(Problem::message)
        .containsExactly(
            file()
                + ": every user of this machine can read it (rw-r--r--)\n"
                + "Run: chmod 600 '"
                + file()
                + "'");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void hasNothingToSayOfAPrivateFile() throws IOException {
    Files.writeString(file(), SAMPLE);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));

    assertThat(TomlSecrets.read(file()).warnings()).isEmpty();
  }

  private TomlSecrets read(String text) throws IOException {
    Files.writeString(file(), text);
    return TomlSecrets.read(file());
  }

  private Path file() {
    return folder.resolve("secrets.toml");
  }
}

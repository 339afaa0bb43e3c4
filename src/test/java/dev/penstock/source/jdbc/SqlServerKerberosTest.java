package dev.penstock.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.testing.OwnClassPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Users of Windows who show a ticket of Kerberos: the real driver and a real KDC, and a stand-in
 * that opens tickets with Java's own acceptor. All of {@link KerberosTrial} runs once.
 */
final class SqlServerKerberosTest {
  private static final String KINIT =
      "Run kinit as the user who runs Penstock, or set a keytab (option_keytab) or username and"
          + " password. Java reads caches that are files alone, not KEYRING or KCM: kinit -c FILE:..."
          + " and the same file in KRB5CCNAME or option_ticketcache.";

  private static final String REACH =
      "Check the kdc lines of the realm in /etc/krb5.conf (or the file that"
          + " PENSTOCK_JAVA_OPTS=-Djava.security.krb5.conf=... names), and that a firewall lets this"
          + " machine through to port 88 of the domain controllers, UDP and TCP.";

  @TempDir private static Path folder;

  private static String printed;
  private static final Map<String, String> OUTCOMES = new HashMap<>();

  @BeforeAll
  static void runAll() throws Exception {
    Path usual = folder.resolve("usual");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-Dfile.encoding=UTF-8", "--add-opens=java.base/java.nio=ALL-UNNAMED"));
    command.addAll(List.of("-cp", OwnClassPath.absolute(), KerberosTrial.class.getName()));
    command.addAll(List.of(folder.toString(), usual.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KRB5CCNAME", "FILE:" + usual);
    Process process = builder.start();
    printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(printed).isTrue();
    for (String part : printed.split("(?m)^== ", -1)) {
      String[] named = part.split("\n", 2);
      OUTCOMES.put(named[0], named.length > 1 ? named[1].strip() : "");
    }
    assertThat(process.exitValue()).as(printed).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "password, realm of krb5.conf",
        "keytab",
        "ticket cache",
        "password beside a ticket",
        "sent on",
        "over TLS"
      })
  void signsIn(String way) {
    assertThat(OUTCOMES.get(way)).as(printed).startsWith("1 column as CORP\\penstock\n");
  }

  private static void assertSays(String name, String code, String what, String mend) {
    assertThat(OUTCOMES.get(name))
        .as(printed)
        .startsWith(code + ": sheet SourceConfig, row 7: source shop (SQL Server at localhost:")
        .contains(", opening t: " + what + ".\n" + mend + "\n");
  }

  /** Nothing was asked of the server. */
  private static void assertNobodyKnocked(String name) {
    assertThat(OUTCOMES.get(name)).contains("\n0 logins, ");
  }

  @ParameterizedTest
  @CsvSource({
    "wrong password, CORP.TEST, Integrity check on decrypted field failed (31)",
    "strict KDC, STRICT.TEST, Pre-authentication information was invalid (24)"
  })
  void triesAWrongPasswordOnce(String name, String realm, String words) {
    assertSays(
        name,
        "LOGIN_REFUSED",
        "the KDC does not take the password of penstock@%s (%s)".formatted(realm, words),
        "Mend username and password of the source. The login is tried once only, so that no account"
            + " gets locked.");
    assertNobodyKnocked(name);
    // One without the password's proof, and one with it; and the same once more in another trial.
    assertThat(OUTCOMES.get("questions")).isEqualTo("4");
  }

  @Test
  void saysThatThereIsNoSuchUser() {
    assertSays(
        "unknown user",
        "LOGIN_REFUSED",
        "the KDC knows no user nobody@CORP.TEST (Client not found in Kerberos database (6))",
        "Write username as name@REALM, such as penstock@CORP.EXAMPLE.COM.");
  }

  @Test
  void saysThatAKeytabHasNoKeyForTheUser() {
    assertSays(
        "keytab of another",
        "LOGIN_REFUSED",
        "the keytab %s has no key for stranger (Unable to obtain password from user)"
            .formatted(folder.resolve("user.keytab")),
        "Write username as klist -k shows it, or have the keytab made anew.");
  }

  @Test
  void saysWhyATicketCacheDoesNotHelp() {
    assertSays(
        "no ticket",
        "LOGIN_REFUSED",
        "there is no ticket that is valid now in the ticket cache of the user who runs Penstock (the"
            + " file in KRB5CCNAME, or else /tmp/krb5cc_ and the user's number)",
        KINIT);
    assertSays(
        "expired",
        "LOGIN_REFUSED",
        "the ticket of penstock@CORP.TEST in %s has expired at 2020-09-13T12:26:40Z"
            .formatted(folder.resolve("old")),
        KINIT);
    assertSays(
        "ticket cache of another",
        "LOGIN_REFUSED",
        "the tickets in %s are those of penstock@CORP.TEST, not of stranger@CORP.TEST"
            .formatted(folder.resolve("cache")),
        KINIT);
  }

  @Test
  void saysThatTheServerLetsTheUserNotIn() {
    assertSays(
        "no login",
        "LOGIN_REFUSED",
        "the login was refused (Login failed for user 'CORP\\stranger')",
        "Windows vouches for the user, but the server does not let it in: have the database"
            + " administrator run CREATE LOGIN [CORP\\stranger] FROM WINDOWS, and CREATE USER for it"
            + " in the database.");
    assertThat(OUTCOMES.get("no login")).contains("\n1 logins, ");
  }

  @Test
  void saysThatTheDomainKnowsNoSuchServer() {
    assertSays(
        "unknown server",
        "SOURCE_REFUSED",
        "the KDC knows no server MSSQLSvc/nowhere:1433@CORP.TEST (Server not found in Kerberos"
            + " database (7))",
        "Have the SPN registered for the account under which SQL Server runs (setspn -S), or name the"
            + " one that is registered (setspn -L) in option_serverspn; host must be the server's own"
            + " full name, no alias.");
    assertNobodyKnocked("unknown server");
    assertSays(
        "keys of another server",
        "LOGIN_REFUSED",
        "the login was refused (Login failed. The login is from an untrusted domain and cannot be"
            + " used with Integrated authentication)",
        "See to it that the SPN belongs to the account under which SQL Server runs (setspn -L tells),"
            + " and that the server's machine trusts the user's domain.");
  }

  @Test
  void sendsNoStatementToAServerThatCannotProveWhoItIs() {
    assertSays(
        "false server",
        "SOURCE_REFUSED",
        "the server could not prove that it is the one for which there is a ticket (AP_REP token id"
            + " does not match!)",
        "See to it that the SPN belongs to the account under which SQL Server runs (setspn -L tells),"
            + " and that the server's machine trusts the user's domain.");
  }

  @Test
  void saysWhatIsWrongOnTheWayToTheKdc() {
    // Later versions of Java say more.
    assertThat(OUTCOMES.get("unknown realm"))
        .as(printed)
        .startsWith("CONFIG: ")
        .contains("Java does not know where the KDC is (Cannot locate KDC")
        .contains("\nName the realm and its kdc in /etc/krb5.conf (or the file that ")
        .contains(" write username as name@REALM, or set option_realm.");
    assertSays(
        "closed KDC",
        "SOURCE_UNREACHABLE",
        "no KDC can be reached (nobody listens at its port)",
        REACH);
    assertSays(
        "skewed KDC",
        "SOURCE_REFUSED",
        "the clock of this machine and that of the KDC differ by more than Kerberos allows (Clock"
            + " skew too great (37))",
        "Set this machine's clock by the domain's time service; five minutes are allowed.");
  }

  @Test
  void waitsNoLongerForAKdcThanALoginMayTake() {
    assertSays(
        "silent KDC",
        "SOURCE_UNREACHABLE",
        "no KDC answered within 1 s",
        REACH
            + " Where one of several is down, kdc_timeout = 3s and max_retries = 1 in [libdefaults]"
            + " bring the next one in time: by itself Java asks each three times, for 30 s.");
  }

  /** With the timeouts of the docs, in place of 90 s. */
  @Test
  void goesOnToTheNextKdcWhereOneIsSilent() {
    assertThat(OUTCOMES.get("second KDC"))
        .contains("the KDC does not take the password of penstock@TWICE.TEST");
  }

  /** Though the tickets of this domain could be. */
  @Test
  void lendsNoTicketToTheServer() {
    assertThat(OUTCOMES.get("lent")).isEqualTo("[]");
  }

  @Test
  @Secures(Measure.SECRETS_IN_OUTPUT)
  void printsNoPassword() {
    assertThat(printed).doesNotContain(KerberosTrial.PASSWORD).doesNotContain("wr0ng");
  }
}

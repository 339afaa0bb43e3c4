package dev.penstock.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import java.net.URLEncoder;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactorTest {
  private static final String NASTY = "a;b@c%d}e\"f'g\nh\uD83D\uDD11";

  private final Redactor redactor = new Redactor();

  @Test
  @Secures(Measure.SECRETS_IN_OUTPUT)
  void hidesARegisteredValueInEveryForm() throws Exception {
    redactor.register(NASTY);
    String json = new ObjectMapper().writeValueAsString(NASTY);
    String text =
        String.join(
            "|",
            NASTY,
            URLEncoder.encode(NASTY, UTF_8),
            json,
            NASTY.replace("\n", " "),
            NASTY.replace("'", "''"),
            NASTY.replace("}", "}}"),
            Base64.getEncoder().encodeToString(NASTY.getBytes(UTF_8)));

    assertThat(redactor.redact(text)).isEqualTo("***|***|\"***\"|***|***|***|***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://ann:k0n%25fetti@h/db?x=y",
        "jdbc:sqlserver://h;user=ann;password=k0n%fetti;encrypt=true",
        "jdbc:mysql://h/db?user=ann&PWD=k0n%25fetti",
        "jdbc:h2:mem:shop;USER=ann;PASSWORD=k0n%25fetti",
        "jdbc:oracle:thin:ann/k0n%25fetti@//h:1521/db",
      })
  void hidesThePasswordOfAUrlWhereItStandsAlone(String url) {
    redactor.registerUrl(url);

    assertThat(redactor.redact("login as ann on h with k0n%fetti failed"))
        .isEqualTo("login as ann on h with *** failed");
  }

  @Test
  void hidesEachLongLineOfAKeyFile() {
    redactor.register("first line of key\nsecond line of key\nend");

    assertThat(redactor.redact("x second line of key y end")).isEqualTo("x *** y end");
  }

  @Test
  void hidesSecretsThatOverlap() {
    redactor.register("abcd");
    redactor.register("cdef");

    assertThat(redactor.redact("-abcdef-")).isEqualTo("-***-");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "read abc rows|read abc rows",
        "mode=abc;x|mode=***;x",
        "mode: 'abc'|mode: '***'",
        "mode=abcd|mode=abcd",
      })
  void hidesAShortValueOnlyWhereItStandsAsAValue(String text, String hidden) {
    redactor.register("abc");

    assertThat(redactor.redact(text)).isEqualTo(hidden);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "jdbc:sqlserver://h;user=sa;password=hunter2;encrypt=true|jdbc:sqlserver://h;user=sa;password=***;encrypt=true",
        "jdbc:sqlserver://h;password={a;b}}c};x=1|jdbc:sqlserver://h;password=***;x=1",
        "Pwd = hunter2 x|Pwd = *** x",
        "password: hunter2|password: ***",
        "Password: Hunter, x|Password: ***, x",
        "{\"password\": \"a\\\"b c\", \"x\": 1}|{\"password\": ***, \"x\": 1}",
        "{user=ann, accessToken=abc, host=h}|{user=ann, accessToken=***, host=h}",
        "https://h/p?sv=1&sig=a%2Fb&se=2|https://h/p?sv=1&sig=***&se=2",
        "postgresql://ann:hun:ter2@h/db|postgresql://ann:***@h/db",
        "mongodb://ann:p@ss@h/db|mongodb://ann:***@h/db",
        "login ann:hunter2@dbhost failed|login ann:***@dbhost failed",
        "jdbc:oracle:thin:scott/tiger@//h:1521/x|jdbc:oracle:thin:scott/***@//h:1521/x",
        "Authorization: Basic dXNlcjpwYXNz rest|Authorization: *** rest",
        "sent Bearer abcdefghijklmnop1234 to h|sent Bearer *** to h",
        "got eyJhbGciOi.eyJzdWIiOi.c2lnbmF0 back|got *** back",
        "AccountKey=abc/def+g==;EndpointSuffix=x|AccountKey=***;EndpointSuffix=x",
        "x-api-key: Ab1|x-api-key: ***",
      })
  @Secures(Measure.SECRETS_IN_OUTPUT)
  void hidesWhatLooksLikeASecret(String text, String hidden) {
    assertThat(redactor.redact(text)).isEqualTo(hidden);
  }

  @Test
  void hidesAnAccountKeyThatStandsAlone() {
    assertThat(redactor.redact("key " + "Ab1+".repeat(21) + "xy== end")).isEqualTo("key *** end");
  }

  @Test
  void hidesAPrivateKeyButNotACertificate() {
    String text =
        "-----BEGIN PRIVATE KEY-----\nMIIabc\n-----END PRIVATE KEY-----\n"
            + "<-----BEGIN CERTIFICATE-----\nMIIabc\n>";

    assertThat(redactor.redact(text))
        .isEqualTo("-----BEGIN PRIVATE KEY-----***<-----BEGIN CERTIFICATE-----\nMIIabc\n>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[shop_orders] read 5,000 rows",
        "source shop: no password found. Looked in environment (DLT_SHOP_PASSWORD).",
        "sheet Sources, row 3, column password: holds a secret",
        "primary_key=line_id; partition_key: day",
        "https://host:8443/a@b?c=d:e",
        "2026-11-21T03:15:00Z at host:5432, ann@example.com",
        "design=1 config=2 compass=3",
        "Unrecognized token 'x': was expecting",
        "Basic authentication and Bearer authentication",
        "watermark 2026-10-31 23:59:59 user: ann",
      })
  void leavesOtherTextAlone(String text) {
    assertThat(redactor.redact(text)).isEqualTo(text);
  }

  @Property(tries = 300)
  void neverLetsARegisteredValueThrough(@ForAll("secrets") String secret, @ForAll String around) {
    Redactor fresh = new Redactor();
    fresh.register(secret);

    assertThat(fresh.redact(around + secret + around + "password=" + secret))
        .doesNotContain(secret);
  }

  @Provide
  Arbitrary<String> secrets() {
    return Arbitraries.strings()
        .withChars(";@%}{\"'\n\r\t \\/+=:&,")
        .ascii()
        .ofMinLength(4)
        .ofMaxLength(30)
        .filter(text -> text.strip().length() >= 4 && !"***".contains(text.replace("*", "")));
  }

  @Test
  void describesAChainWithClassNames() {
    redactor.register("hunter2");
    SQLException cause = new SQLException("FATAL: hunter2");
    cause.addSuppressed(new IllegalStateException("close: hunter2"));
    IllegalArgumentException failure = new IllegalArgumentException(null, cause);

    assertThat(redactor.redact(failure))
        .isEqualTo(
            """
            java.lang.IllegalArgumentException
            caused by: java.sql.SQLException: FATAL: ***
            suppressed: java.lang.IllegalStateException: close: ***""");
  }

  @Test
  void endsOnAChainThatRunsInACircle() {
    Exception first = new Exception("first");
    Exception second = new Exception("second", first);
    first.initCause(second);

    assertThat(redactor.redact(first))
        .isEqualTo("java.lang.Exception: first\ncaused by: java.lang.Exception: second");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "=",
        ":",
        "@",
        "a:",
        "password=",
        "password=\"",
        "password={",
        "://a:",
        "a:b@",
        "eyJ",
        "eyJa.",
        "Bearer ",
        "A",
        "-----BEGIN ",
        "-----BEGIN PRIVATE KEY-----",
        "jdbc:oracle:thin:a/",
        "hunter2",
        "aA1+",
        "://",
        "authorization: a ",
        "a.b-"
      })
  void staysFastOnAMegabyte(String unit) {
    redactor.register("hunter2");
    redactor.register(NASTY);
    String line = unit.repeat((1 << 20) / unit.length());

    // Plain work takes some tens of milliseconds; what this catches takes minutes.
    assertTimeout(Duration.ofSeconds(5), () -> redactor.redact(line));
  }
}

package dev.penstock.source.jdbc.dialect.oracle;

import dev.penstock.source.jdbc.dialect.CertificateFailures;
import dev.penstock.source.jdbc.dialect.Failures;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What error numbers of Oracle and of its driver mean. */
final class OracleFailures implements Failures {
  private static final String OPT_OUT =
      "How much is checked stands in option_protocol and option_ssl_server_dn_match of the source.";

  /** What the driver writes before and after the sentence. */
  private static final Pattern NUMBER = Pattern.compile("ORA-(\\d{5})");

  private static final Pattern LINK = Pattern.compile("https?://docs\\.oracle\\.com\\S*");

  /** A name that the user may not see, or may not use. */
  private static final Set<Integer> DENIED = Set.of(904, 942, 1031, 6550, 6553);

  @Override
  public List<Rule> rules() {
    return OracleRules.ALL;
  }

  /** Whether the user lacks a grant, which Oracle also shows as a name that does not exist. */
  static boolean isDenied(SQLException error) {
    return DENIED.contains(error.getErrorCode());
  }

  @Override
  public Failure explain(SQLException error) {
    Optional<Failure> certificate = CertificateFailures.explain(error, OPT_OUT);
    if (certificate.isPresent()) {
      return certificate.get();
    }
    if (Failures.has(error, OutOfMemoryError.class)) {
      return Failures.outOfMemory();
    }
    String words = Failures.sentence(error, LINK);
    return codes(error)
        .flatMap(code -> exactly(code).stream())
        .findFirst()
        .orElseGet(() -> rules().get(rules().size() - 1))
        .failure(words);
  }

  /** That of the error, then those that its causes and its text name. */
  private static Stream<String> codes(SQLException error) {
    Stream<String> own = Stream.of("ORA-%05d".formatted(error.getErrorCode()));
    Stream<String> told =
        Stream.<Throwable>iterate(error, cause -> cause != null, Throwable::getCause)
            .flatMap(cause -> NUMBER.matcher(String.valueOf(cause.getMessage())).results())
            .map(found -> found.group());
    return Stream.concat(own, told);
  }
}

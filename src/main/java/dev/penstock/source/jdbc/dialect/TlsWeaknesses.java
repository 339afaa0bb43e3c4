package dev.penstock.source.jdbc.dialect;

import dev.penstock.failure.Problem;
import java.util.List;

/** What a source has opted out of, in the words that plan, doctor and audit use for all servers. */
public final class TlsWeaknesses {
  public static final String USUAL = "verify-full";

  private TlsWeaknesses() {}

  /**
   * Nothing on the own machine.
   *
   * @param mode one of the words of {@code option_sslmode}
   * @param encrypted whether the connection at hand is
   */
  public static List<Problem> of(ConnectionSettings settings, String mode, boolean encrypted) {
    if (OwnMachine.isServerOf(settings) || (encrypted && mode.equals(USUAL))) {
      return List.of();
    }
    String where = "source " + settings.source();
    if (!encrypted) {
      return List.of(
          Problem.warning(
              where,
              "the connection is not encrypted; whoever is on the way can read the rows and the password's proof",
              "Remove option_sslmode from sheet Sources (the usual mode is verify-full), or set it to verify-full."));
    }
    return List.of(
        Problem.warning(
            where,
            mode.equals("verify-ca")
                ? "the name in the server's certificate is not verified; whoever has a certificate of the same authority could answer in its place"
                : "the server's certificate is not verified; somebody in between could answer in its place",
            "Set option_sslmode to verify-full in sheet Sources, and option_sslrootcert to the file of the authority that signed the certificate."));
  }
}

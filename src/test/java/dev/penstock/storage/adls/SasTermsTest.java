package dev.penstock.storage.adls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.failure.Problem;
import dev.penstock.secret.Secret;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SasTermsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T04:00:00Z");
  private static final String WHERE =
      "[destination.filesystem.credentials] azure_storage_sas_token";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sv=2024-11-04&sr=c&sp=racwdlm&se=2027-01-01&sig=abc%3D",
        "?sv=2024-11-04&ss=b&srt=sco&sp=rwdlac&st=2026-11-21T03:59:59Z&se=2026-12-01T00%3A00%3A00Z&sig=abc%3D",
        "sv=2024-11-04&sr=c&si=loaders&sig=abc%3D",
        "sv=2024-11-04&sr=d&sdd=1&sp=rwdl&se=2026-11-23T00:00Z&sig=a+b",
        "sv=2024-11-04&sr=c&sp=rwdl&se=someday&sig=abc",
        "sv=2024-11-04&sr=c&sp=rwdl&se=2027-01-01&sig=100%",
      })
  void findsNothingWrongWithAGoodOne(String token) {
    assertThat(problems(token)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sr=c&sp=rwdl&se=2026-11-21T04:00:00Z | it expired at 2026-11-21T04:00:00Z. | Make a new SAS, or sign in with an identity, which does not expire.",
        "sr=c&sp=rwdl&se=2026-11-21 | it expired at 2026-11-21T00:00:00Z. | Make a new SAS, or sign in with an identity, which does not expire.",
        "sr=c&sp=rwdl&st=2026-11-21T04%3A10%3A00Z | it does not hold before 2026-11-21T04:10:00Z, and it is 2026-11-21T04:00:00Z here. | Wait, make a SAS without a start time, or set the clock of this machine.",
        "sr=c&sp=rl | it allows sp=rl, which lacks write (w), delete (d). | Make a SAS for the container with the permissions racwdlme.",
        "sr=b&sp=rwdl | it opens one single file (sr=b). | Make a SAS for the container with the permissions racwdlme.",
        "ss=qt&srt=sco&sp=rwdl | it opens ss=qt and srt=sco, but blob (b), containers (c) and objects (o) are needed. | Make an account SAS with ss=b and srt=co, or a SAS for the container.",
        "ss=b&srt=o&sp=rwdl | it opens ss=b and srt=o, but blob (b), containers (c) and objects (o) are needed. | Make an account SAS with ss=b and srt=co, or a SAS for the container.",
      })
  void refusesWhatCannotLoad(String terms, String what, String mend) {
    assertThat(problems("sv=2024-11-04&" + terms + "&sig=CANARY"))
        .containsExactly(Problem.error(WHERE, what, mend));
  }

  @Test
  void warnsOfTheLastDay() {
    assertThat(problems("sv=2024-11-04&sr=c&sp=rwdl&se=2026-11-21T12:00:00Z&sig=CANARY"))
        .containsExactly(
            Problem.warning(
                WHERE,
                "it expires at 2026-11-21T12:00:00Z, in less than a day.",
                "Make a new SAS in time, or sign in with an identity, which does not expire."));
  }

  @Test
  void namesAllThatIsWrong() {
    assertThat(problems("sv=2024-11-04&sr=c&sp=r&se=2025-01-01&sig=CANARY")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CANARY", "https://shop.blob.core.windows.net/raw", "sig=CANARY"})
  void refusesWhatIsNoSas(String token) {
    assertThat(problems(token))
        .containsExactly(
            Problem.error(
                WHERE,
                "it is no SAS, which has parts such as sv=... and sig=... joined by &.",
                "Copy the token whole, from sv= on: the part after the ? of a SAS URL."));
  }

  @Test
  void takesTheQuestionMarkAway() {
    Secret bare = SasTerms.bare(new Secret(" ?sv=1&sig=2\n", "environment"));

    assertThat(bare.reveal()).isEqualTo("sv=1&sig=2");
    assertThat(bare.store()).isEqualTo("environment");
  }

  private static List<Problem> problems(String token) {
    return new SasTerms(new Secret(token, "environment")).problems(NOW);
  }
}

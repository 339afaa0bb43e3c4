package dev.penstock.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.BlackoutAction;
import dev.penstock.job.BlackoutText;
import dev.penstock.job.SourceTerms;
import dev.penstock.job.SourceType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class SourceTermsCheckupTest {
  private static Examination examine(String now, BlackoutAction action) {
    SourceTerms terms =
        new SourceTerms(
            OptionalInt.of(2),
            OptionalInt.empty(),
            Optional.of(
                BlackoutText.read(
                    "here", "Mon-Fri 08:00-18:00 Australia/Brisbane", ZoneOffset.UTC)),
            action);
    SourceCheckup checkup =
        new SourceCheckup(
            job -> {
              throw new IngestException(ErrorCode.SOURCE_UNREACHABLE, "no such host.\nMend it.");
            },
            List.of(Jobs.of(SourceType.POSTGRESQL, 2, "orders")),
            Clock.fixed(Instant.parse(now), ZoneOffset.UTC),
            terms);
    return new Doctor(1, Duration.ofSeconds(10)).examine(List.of(checkup)).get(0);
  }

  @Test
  void saysThatASourceIsInItsBlackoutAndLooksAllTheSame() {
    Examination found = examine("2026-11-27T01:00:00Z", BlackoutAction.SKIP);

    assertThat(found.facts())
        .containsExactly(
            new Fact("connections", "at most 2 in a run"),
            new Fact(
                "blackout", "until 2026-11-27 18:00 Australia/Brisbane: a run skips its jobs"));
    assertThat(found.findings()).hasSize(1);
  }

  @Test
  void saysNothingOfABlackoutThatIsOver() {
    assertThat(examine("2026-11-27T08:00:00Z", BlackoutAction.WAIT).facts())
        .extracting(Fact::label)
        .containsExactly("connections");
  }
}

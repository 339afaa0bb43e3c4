package dev.penstock.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.doctor.Examination.Verdict;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.failure.Problem;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class DoctorTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  /** Never opened: whoever waits for it hangs until it is interrupted. */
  private final CountDownLatch never = new CountDownLatch(1);

  private static Checkup checkup(String subject, Consumer<Chart> work) {
    return new Checkup() {
      @Override
      public String subject() {
        return subject;
      }

      @Override
      public void examine(Chart chart) {
        work.accept(chart);
      }
    };
  }

  private void hang(Chart chart) {
    chart.fact("place", "nowhere");
    chart.step("connecting");
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void keepsTheOrderWhoeverIsFirst() throws Exception {
    CountDownLatch secondDone = new CountDownLatch(1);
    AtomicBoolean waited = new AtomicBoolean();
    Checkup first =
        checkup(
            "first",
            chart -> {
              try {
                secondDone.await();
                waited.set(true);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    Checkup second = checkup("second", chart -> secondDone.countDown());

    List<Examination> found = new Doctor(2, LONG).examine(List.of(first, second));

    assertThat(waited).isTrue();
    assertThat(found).extracting(Examination::subject).containsExactly("first", "second");
    assertThat(found).extracting(Examination::verdict).containsOnly(Verdict.OK);
  }

  @Test
  void waitsForNobodyPastTheDeadlineAndTellsWhatWasKnown() {
    List<Checkup> checkups = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      checkups.add(checkup("hangs", this::hang));
    }
    checkups.add(checkup("well", chart -> chart.fact("answer", "42")));

    List<Examination> found = new Doctor(2, Duration.ofMillis(200)).examine(checkups);

    assertThat(found.get(0))
        .isEqualTo(
            new Examination(
                "hangs",
                Optional.empty(),
                List.of(new Fact("place", "nowhere")),
                List.of(
                    new Finding(
                        Problem.Severity.ERROR,
                        "no answer within 0.2 s while connecting.",
                        Optional.of(
                            "a firewall drops what is sent, the address belongs to another network (VPN, private endpoint), only a proxy leads out, or the server hangs."),
                        "Reach the same address from this machine by other means; --timeout gives it longer."))));
    assertThat(found.subList(1, 3)).extracting(Examination::verdict).containsOnly(Verdict.FAILED);
    assertThat(found.get(3).verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void whoAnswersTooLateChangesNothing() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    CountDownLatch written = new CountDownLatch(1);
    Checkup late =
        checkup(
            "late",
            chart -> {
              while (over.getCount() > 0) {
                try {
                  over.await();
                } catch (InterruptedException e) {
                  // As drivers do that do not let themselves be interrupted.
                }
              }
              chart.fact("answer", "too late");
              written.countDown();
            });

    Examination found = new Doctor(1, Duration.ofMillis(50)).examine(List.of(late)).get(0);
    over.countDown();
    written.await();

    assertThat(found.facts()).isEmpty();
    assertThat(found.verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void aFailureIsTakenApartIntoWhatCauseAndMend() {
    Checkup fails =
        checkup(
            "source crm",
            chart -> {
              throw new IngestException(
                  ErrorCode.SOURCE_UNREACHABLE,
                  "source crm: no answer.\nMend the host.\nOr the port.",
                  new IllegalStateException(new UnknownHostException("db")));
            });

    Finding finding = new Doctor(1, LONG).examine(List.of(fails)).get(0).findings().get(0);

    assertThat(finding.what()).isEqualTo("source crm: no answer.");
    assertThat(finding.cause())
        .contains(
            "a typo, or a private endpoint, whose name resolves only inside its network, and there only with its private DNS zone linked.");
    assertThat(finding.mend()).isEqualTo("Mend the host.\nOr the port.");
  }

  @Test
  void aDefectInOneCheckupLeavesTheOthersAlone() {
    Checkup broken =
        checkup(
            "broken",
            chart -> {
              chart.step("looking");
              throw new NoClassDefFoundError("com/example/Driver");
            });
    Checkup well = checkup("well", chart -> chart.add(Finding.warning("old.", "Renew it.")));

    List<Examination> found = new Doctor(1, LONG).examine(List.of(broken, well));

    assertThat(found.get(0).findings())
        .containsExactly(
            Finding.error(
                "failed in a way that Penstock does not know while looking: java.lang.NoClassDefFoundError: com/example/Driver.",
                "Please report it."));
    assertThat(found.get(1).verdict()).isEqualTo(Verdict.WARNING);
  }
}

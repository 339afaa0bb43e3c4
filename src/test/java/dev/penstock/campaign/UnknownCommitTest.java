package dev.penstock.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.campaign.Place.Kind;
import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.LoadPackage;
import dev.penstock.destination.Loads;
import dev.penstock.destination.lake.Lake;
import dev.penstock.destination.lake.LakeDestination;
import dev.penstock.failure.CommitUnknownException;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.WriteDisposition;
import dev.penstock.testing.InMemory;
import dev.penstock.testing.azure.AdlsServer;
import dev.penstock.testing.azure.FaultScript.Fault;
import dev.penstock.testing.azure.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 5: a request is done, its answer is lost, and the repeated request gets an answer that
 * looks like somebody else's success. Through the real library, against the stand-in.
 */
@Tag("campaign")
final class UnknownCommitTest {
  private static final Instant AT = Instant.parse("2026-11-21T03:15:00Z");
  private static final String RECORD = "commits/\\.0";

  @TempDir(factory = InMemory.class)
  private Path folder;

  /** Which request loses its answer. */
  private enum Request {
    CREATE_OF_THE_RECORD(Operation.CREATE, RECORD),
    CREATE_OF_A_FILE(Operation.CREATE, "staging/.*parquet"),
    WRITE_OF_THE_RECORD(Operation.APPEND_FLUSH, RECORD),
    WRITE_OF_A_FILE(Operation.APPEND_FLUSH, "staging/.*parquet"),
    /** The commit itself. */
    RENAME_OF_THE_RECORD(Operation.RENAME, "commits/0"),
    RENAME_INTO_PLACE(Operation.RENAME, "orders/2026"),
    RENAME_AWAY(Operation.RENAME, "removed/");

    private final Operation operation;
    private final String path;

    Request(Operation operation, String path) {
      this.operation = operation;
      this.path = path;
    }
  }

  /** How the answer is lost. */
  private enum Loss {
    RESET(Fault::reset),
    ERROR(fault -> fault.status(500, "InternalError", "words")),
    GATEWAY(fault -> fault.status(504, "", ""));

    private final Consumer<Fault> how;

    Loss(Consumer<Fault> how) {
      this.how = how;
    }
  }

  /** What the repeated request is answered. */
  private enum Retry {
    AS_THE_SERVICE_DOES(0, ""),
    ALREADY_THERE(409, "PathAlreadyExists"),
    CONDITION_NOT_MET(412, "ConditionNotMet"),
    SOURCE_MISSING(404, "SourcePathNotFound"),
    /** Nobody is there any more. */
    NO_ANSWER(-1, "");

    private final int status;
    private final String code;

    Retry(int status, String code) {
      this.status = status;
      this.code = code;
    }
  }

  @Test
  void ownCommitsAreRecognisedAndNothingIsGuessed() {
    Tally.of(5, "an answer lost after the effect, then 409, 412, 404 or nothing", "ADLS stand-in")
        .run(
            tally -> {
              try (Place place = new Place(Kind.ADLS, folder);
                  Loads loads = new Loads()) {
                // Each request with each answer to its repetition; in the campaign each loss, too.
                for (int number = 0; number < Tally.count(35, 500); number++) {
                  int trial = number;
                  Request request = List.of(Request.values()).get(trial % 7);
                  Retry retry = List.of(Retry.values()).get(trial / 7 % 5);
                  Loss loss = List.of(Loss.values()).get((trial / 35 + trial) % 3);
                  tally.trial(
                      "%s %s %s".formatted(request, loss, retry),
                      () -> {
                        place.account().faults().clear();
                        Trial one = new Trial(place, loads, request, loss, retry);
                        one.run();
                        tally.fired(one.fired);
                      });
                }
              }
            });
  }

  private static final class Trial {
    private final AdlsServer account;
    private final Lake lake;
    private final Loads loads;
    private final Request request;
    private final Loss loss;
    private final Retry retry;
    private final Job job;
    private final Table source = new Table().insert(3);
    private int fired;

    Trial(Place place, Loads loads, Request request, Loss loss, Retry retry) {
      this.account = place.account();
      this.lake = place.lake();
      this.loads = loads;
      this.request = request;
      this.loss = loss;
      this.retry = retry;
      this.job =
          JobRun.job(
              request == Request.RENAME_AWAY ? WriteDisposition.SNAPSHOT : WriteDisposition.APPEND);
    }

    void run() {
      load(loads.loadPackage(job, AT));
      source.insert(2);
      LoadPackage struck = loads.loadPackage(job, AT);
      arm();
      Optional<IngestException> failure = struck(struck);
      fired = account.faults().fired();
      account.faults().clear();
      assertThat(fired).as("faults fired").isPositive();
      judge(failure, struck.loadId());
      load(loads.loadPackage(job, AT));
      Invariants after = lake.look(job);
      after.require(Duration.ofDays(7));
      assertThat(after.rows())
          .extracting(Invariants.Landed::id)
          .isEqualTo(source.all().boxed().toList());
    }

    private void arm() {
      Fault lost = account.faults().on(request.operation).path(request.path).nth(1).afterApplying();
      loss.how.accept(lost);
      if (retry == Retry.NO_ANSWER) {
        // Nor does anybody say whether it was done.
        account.faults().on(request.operation).path(request.path).reset();
        account.faults().on(Operation.PROPERTIES).path(request.path).reset();
      } else if (retry != Retry.AS_THE_SERVICE_DOES) {
        // The rule before this one has met the first of them.
        account
            .faults()
            .on(request.operation)
            .path(request.path)
            .nth(1)
            .status(retry.status, retry.code, "words");
      }
    }

    private Optional<IngestException> struck(LoadPackage loadPackage) {
      try {
        load(loadPackage);
        return Optional.empty();
      } catch (IngestException e) {
        Invariants.requireNoSecret("the message of a failure", String.valueOf(e.getMessage()));
        return Optional.of(e);
      }
    }

    private void judge(Optional<IngestException> failure, String loadId) {
      Invariants found = lake.look(job);
      boolean recorded =
          found.records().stream()
              .anyMatch(commit -> commit.path("loadId").asText().equals(loadId));
      if (request == Request.RENAME_OF_THE_RECORD) {
        assertThat(recorded).as("the record whose answer was lost").isTrue();
      }
      if (failure.isEmpty()) {
        assertThat(recorded).as("a load that ended well has a record").isTrue();
        return;
      }
      boolean unknown = failure.get() instanceof CommitUnknownException;
      if (recorded) {
        // Never told as a plain failure, after which the rows would be expected to be read anew.
        assertThat(unknown).as("%s", failure.get()).isTrue();
        found.requireEveryFileOfTheLastRecord();
      }
      if (request == Request.RENAME_OF_THE_RECORD) {
        assertThat(retry)
            .as("the own record was there to be recognised")
            .isEqualTo(Retry.NO_ANSWER);
      }
    }

    private Optional<CommitRecord> load(LoadPackage loadPackage) {
      account.breakLeases("lake");
      try (LakeDestination destination = lake.destination(lake.storage())) {
        return new JobRun(job, source, loads, JobRun.Observer.NOBODY).run(destination, loadPackage);
      }
    }
  }
}

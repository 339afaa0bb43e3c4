package dev.penstock.cli;

import dev.penstock.discover.openapi.ApiDescription;
import dev.penstock.doctor.Checkup;
import dev.penstock.failure.Problem;
import dev.penstock.job.Job;
import dev.penstock.job.SourceType;
import dev.penstock.secret.KeyAnswer;
import dev.penstock.secret.SecretCopy;
import dev.penstock.source.FoundTable;
import dev.penstock.workbook.WorkbookContents;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** For commands that are looked at but not run. */
final class NoRooms implements Rooms {
  @Override
  public void prepare() {
    throw new AssertionError("no test runs anything");
  }

  @Override
  public WorkbookContents read(WorkbookOptions options) {
    throw new AssertionError("no test reads " + options.workbook());
  }

  @Override
  public Workshop open(WorkbookContents contents) {
    throw new AssertionError("no test opens anything");
  }

  @Override
  public List<Problem> secretProblems() {
    throw new AssertionError("no test asks for secrets");
  }

  @Override
  public List<KeyAnswer> keyAnswers(WorkbookContents contents, List<Job> jobs) {
    throw new AssertionError("no test asks for keys");
  }

  @Override
  public List<FoundTable> explore(
      WorkbookContents contents,
      SourceType type,
      String source,
      Optional<String> schema,
      BiPredicate<String, String> wanted) {
    throw new AssertionError("no test explores " + source);
  }

  @Override
  public ApiDescription description(String place) {
    throw new AssertionError("no test reads " + place);
  }

  @Override
  public SecretCopy secretCopy() {
    throw new AssertionError("no test copies secrets");
  }

  @Override
  public List<Problem> offlineProblems(WorkbookContents contents) {
    throw new AssertionError("no test asks for sources");
  }

  @Override
  public List<Checkup> checkups(WorkbookContents contents, List<Job> jobs) {
    throw new AssertionError("no test asks for checkups");
  }
}

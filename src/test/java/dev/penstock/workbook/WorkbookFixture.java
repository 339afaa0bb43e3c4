package dev.penstock.workbook;

import dev.penstock.evidence.Said;
import dev.penstock.failure.Problem;
import dev.penstock.job.Job;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of the reader share: a folder, and short ways to read what was written there. */
abstract class WorkbookFixture {
  @TempDir Path folder;

  WorkbookContents read(Book book) {
    return read(book, Map.of(), Map.of());
  }

  WorkbookContents read(Book book, Map<String, String> environment, Map<String, String> options) {
    WorkbookContents contents =
        new WorkbookReader(environment, options).read(book.write(folder.resolve("jobs.xlsx")));
    messages(contents).forEach(Said::add);
    return contents;
  }

  WorkbookContents readJobs(List<Map<String, Object>> rows) {
    return read(new Book().sheet("SourceConfig", Jobs.sheet(rows)));
  }

  List<String> messages(Map<String, Object> row) {
    return messages(readJobs(List.of(row)));
  }

  static List<String> messages(WorkbookContents contents) {
    return contents.problems().stream().map(Problem::message).toList();
  }

  /** The only job of a workbook in which nothing is wrong. */
  Job onlyJob(Map<String, Object> row) {
    WorkbookContents contents = readJobs(List.of(row));
    if (!contents.errors().isEmpty() || contents.jobs().size() != 1) {
      throw new AssertionError("not one job without errors: " + messages(contents));
    }
    return contents.jobs().get(0);
  }
}

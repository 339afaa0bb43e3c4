package dev.penstock.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.evidence.Said;
import dev.penstock.failure.Problem;
import dev.penstock.job.ApiSetting;
import dev.penstock.job.Endpoint;
import dev.penstock.job.Job;
import dev.penstock.job.Parent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The sheet Endpoints, and parents of jobs. */
final class EndpointsSheetTest extends WorkbookFixture {
  private final List<Map<String, Object>> jobs = new ArrayList<>();
  private final List<Map<String, Object>> endpoints = new ArrayList<>();

  private static Map<String, Object> row(Object... cells) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < cells.length; i += 2) {
      row.put((String) cells[i], cells[i + 1]);
    }
    return row;
  }

  private EndpointsSheetTest job(String id, Object... cells) {
    Map<String, Object> row =
        row(
            "job_id",
            id,
            "source_type",
            "rest",
            "source_name",
            "hub",
            "table_name",
            id,
            "load_type",
            "FULL",
            "enabled",
            "Y");
    row.putAll(row(cells));
    jobs.add(row);
    return this;
  }

  private EndpointsSheetTest endpoint(Object... cells) {
    endpoints.add(row(cells));
    return this;
  }

  private WorkbookContents contents() {
    Book book = new Book().sheet("SourceConfig", Jobs.sheet(jobs));
    return read(endpoints.isEmpty() ? book : book.sheet("Endpoints", Jobs.sheet(endpoints)));
  }

  private List<String> problems() {
    List<String> problems = contents().problems().stream().map(Problem::message).toList();
    problems.forEach(Said::add);
    return problems;
  }

  private static Job named(WorkbookContents contents, String id) {
    return contents.jobs().stream().filter(job -> job.id().equals(id)).findFirst().orElseThrow();
  }

  private static Endpoint endpoint(Job job) {
    return job.extract().endpoint().orElseThrow();
  }

  @Test
  void readsWhatDoesNotFitIntoARow() {
    job("search", "page_size", "50", "params", "b=row")
        .endpoint(
            "Job ID", "SEARCH",
            "api_endpoint", "/search",
            "api_method", "post",
            "body", "{\n  \"filter\": {\"since\": \"{watermark}\", \"ids\": [1, {\"a\": 2}]}\n}",
            "headers", "X-A=1",
            "params", "a=sheet&b=sheet",
            "page_size", "10",
            "cursor_path", "next.id",
            "response_actions", "404=empty");
    WorkbookContents contents = contents();
    assertThat(contents.problems()).isEmpty();
    Endpoint endpoint = endpoint(named(contents, "search"));
    assertThat(endpoint.path()).isEqualTo("/search");
    assertThat(endpoint.method()).isEqualTo("POST");
    assertThat(endpoint.body().orElseThrow()).contains("\"ids\": [1, {\"a\": 2}]");
    assertThat(endpoint.headers().values()).isEqualTo(Map.of("X-A", List.of("1")));
    assertThat(endpoint.params().values())
        .isEqualTo(Map.of("a", List.of("sheet"), "b", List.of("row")));
    assertThat(endpoint.settings())
        .isEqualTo(
            Map.of(
                ApiSetting.PAGE_SIZE, "50",
                ApiSetting.CURSOR_PATH, "next.id",
                ApiSetting.RESPONSE_ACTIONS, "404=empty"));
  }

  @Test
  void givesJobsTheirParents() {
    job("orgs", "api_endpoint", "/orgs", "enabled", "N", "primary_key", "name")
        .job("repos", "api_endpoint", "/orgs/{parent.name}/repos", "parent", "ORGS")
        .job("commits", "api_endpoint", "/{parent.id}/commits")
        .endpoint("job_id", "commits", "parent", "repos", "parent_fields", "full_name, id");
    WorkbookContents contents = contents();
    assertThat(contents.problems()).isEmpty();
    assertThat(contents.jobs()).extracting(Job::id).containsExactly("repos", "commits");
    Parent repos = endpoint(named(contents, "commits")).parent().orElseThrow();
    assertThat(repos.fields()).containsExactly("full_name", "id");
    assertThat(repos.job().id()).isEqualTo("repos");
    Parent orgs = endpoint(repos.job()).parent().orElseThrow();
    assertThat(orgs.job().id()).isEqualTo("orgs");
    assertThat(endpoint(orgs.job()).parent()).isEmpty();
    assertThat(endpoint(named(contents, "repos")).parent().map(p -> p.job().id()))
        .isEqualTo(Optional.of("orgs"));
  }

  @Test
  @BadInput(
      value = Input.PARENT_UNKNOWN,
      says =
          "column parent: there is no job 'isues'.\nDid you mean 'issues'? Write the job_id of a row with source_type rest.")
  @BadInput(
      value = Input.PARENT_UNKNOWN,
      says =
          "column parent: the job 'other' reads the source 'else', and this one 'hub'.\nWrite the job_id of a row of the same source.")
  @BadInput(
      value = Input.PARENT_CYCLE,
      says =
          "column parent: the job is its own parent: issues -> comments -> issues.\nEmpty the cell in the row whose records come first.")
  void refusesParentsThatCannotBe() {
    job("issues", "api_endpoint", "/issues", "parent", "comments")
        .job("comments", "api_endpoint", "/c/{parent.id}", "parent", "issues")
        .job("lost", "api_endpoint", "/l/{parent.id}", "parent", "isues")
        .job("self", "api_endpoint", "/s/{parent.id}", "parent", "Self")
        .job("table", "source_type", "sqlite", "source_name", "shop")
        .job("other", "api_endpoint", "/o", "source_name", "else")
        .job("ofTable", "api_endpoint", "/t/{parent.id}", "parent", "table")
        .job("ofOther", "api_endpoint", "/t/{parent.id}", "parent", "other")
        .job("bare", "api_endpoint", "/n")
        .endpoint("job_id", "bare", "parent_fields", "id");
    assertThat(problems())
        .containsExactlyInAnyOrder(
            "sheet SourceConfig, row 2, column parent: what stands in the workbook of job 'comments' holds an error, so that this one cannot run either.\nCorrect what is said of that job.",
            "sheet SourceConfig, row 3, column parent: the job is its own parent: issues -> comments -> issues.\nEmpty the cell in the row whose records come first.",
            "sheet SourceConfig, row 4, column parent: there is no job 'isues'.\nDid you mean 'issues'? Write the job_id of a row with source_type rest.",
            "sheet SourceConfig, row 5, column parent: the job is its own parent: self -> self.\nEmpty the cell in the row whose records come first.",
            "sheet SourceConfig, row 8, column parent: the job 'table' has source_type sqlite.\nWrite the job_id of a row with source_type rest.",
            "sheet SourceConfig, row 9, column parent: the job 'other' reads the source 'else', and this one 'hub'.\nWrite the job_id of a row of the same source.",
            "sheet Endpoints, row 2, column parent_fields: filled in, but parent is empty.\nWrite into parent the job_id of the row whose fields are meant.");
  }

  @Test
  void tellsWhatIsWrongWithItsCells() {
    job("a", "api_endpoint", "/a")
        .job("b", "source_type", "sqlite", "source_name", "shop")
        .endpoint("job_id", "a", "body", "{'x': 1}", "page_size", "many", "data_selctor", "x")
        .endpoint("job_id", "A", "rate_limit", "5/second")
        .endpoint("params", "a=1")
        .endpoint("job_id", "gone")
        .endpoint("job_id", "b", "data_selector", "x");
    assertThat(problems())
        .containsExactlyInAnyOrder(
            "sheet Endpoints, row 2, column body: '{'x': 1}' is no JSON object: Unexpected character (''' (code 39)): was expecting double-quote to start field name.\nWrite {\"query\": {\"since\": \"{watermark}\"}}, with double quotes around names and texts.",
            "sheet Endpoints, row 2, column page_size: 'many' is no whole number from 1 to 1000000.\nWrite such a number, or leave it empty.",
            "sheet Endpoints, row 1: the column 'data_selctor' is not known; it is not read.\nDid you mean 'data_selector'? If it is a note, begin its header with #.",
            "sheet Endpoints, row 1: the column 'rate_limit' is not known; it is not read.\nIt is for all jobs of a source, so that it stands in Sources or the secret store.",
            "sheet Endpoints, row 3, column job_id: 'A' also stands at sheet Endpoints, row 2.\nKeep one row for each job; letter case makes no difference.",
            "sheet Endpoints, row 4, column job_id: empty, so that no job can use the row.\nWrite the job_id that stands in SourceConfig.",
            "sheet Endpoints, row 5, column job_id: there is no job 'gone' in SourceConfig.\nWrite the job_id of a row with source_type rest.",
            "sheet Endpoints, row 6, column job_id: the job 'b' has source_type sqlite, which has no endpoint.\nTake the row out, or write the job_id of a row with source_type rest.");
  }

  @Test
  void runsNoJobOfWhichARowIsWrong() {
    job("a", "api_endpoint", "/a")
        .job("b", "api_endpoint", "/b/{parent.id}", "parent", "a")
        .job("c", "api_endpoint", "/c", "page_size", "many", "enabled", "N")
        .job("d", "api_endpoint", "/d/{parent.id}", "parent", "c")
        .job("e", "api_endpoint", "/e")
        .endpoint("job_id", "a", "page_size", "many");
    assertThat(contents().jobs()).extracting(Job::id).containsExactly("e");
    assertThat(problems())
        .containsExactlyInAnyOrder(
            "sheet Endpoints, row 2, column page_size: 'many' is no whole number from 1 to 1000000.\nWrite such a number, or leave it empty.",
            "sheet SourceConfig, row 3, column parent: what stands in the workbook of job 'a' holds an error, so that this one cannot run either.\nCorrect what is said of that job.",
            "sheet SourceConfig, row 4, column page_size: 'many' is no whole number from 1 to 1000000.\nWrite such a number, or leave it empty.",
            "sheet SourceConfig, row 5, column parent: what stands in the workbook of job 'c' holds an error, so that this one cannot run either.\nCorrect what is said of that job.");
  }

  @Test
  void refusesABodyThatNoRequestSends() {
    job("a", "api_endpoint", "/a").endpoint("job_id", "a", "body", "{}");
    assertThat(problems())
        .containsExactly(
            "sheet SourceConfig, row 2, column api_method: empty, but the sheet Endpoints gives the job a body, which only a POST has.\nWrite POST, or empty the cell body at sheet Endpoints, row 2.");
  }

  @Test
  void explainsEachColumn() {
    assertThat(EndpointsSheet.KNOWN)
        .allSatisfy(header -> assertThat(EndpointsSheet.doc(header)).endsWith("."));
  }
}

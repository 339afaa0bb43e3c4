package dev.penstock.workbook;

import static dev.penstock.workbook.Jobs.full;
import static dev.penstock.workbook.Jobs.incremental;
import static dev.penstock.workbook.Jobs.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.BadInput;
import dev.penstock.evidence.Input;
import dev.penstock.evidence.Measure;
import dev.penstock.evidence.Secures;
import dev.penstock.failure.Problem.Severity;
import dev.penstock.job.Cursor;
import dev.penstock.job.Deletes;
import dev.penstock.job.Job;
import dev.penstock.job.Lookback;
import dev.penstock.job.TablePattern;
import dev.penstock.workbook.Book.Xml;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JobValidationTest extends WorkbookFixture {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          chunk_size | -1 | 1 to 1000000 | 16384
          chunk_size | 0 | 1 to 1000000 | 16384
          chunk_size | 1000000000000 | 1 to 1000000 | 16384
          chunk_size | abc | 1 to 1000000 | 16384
          chunk_size | 1.5 | 1 to 1000000 | 16384
          parallelism | -1 | 1 to 64 | 1
          parallelism | 0 | 1 to 64 | 1
          parallelism | 1000000000000 | 1 to 64 | 1
          parallelism | abc | 1 to 64 | 1
          retry_count | -1 | 0 to 20 | 3
          retry_count | 21 | 0 to 20 | 3
          timeout_seconds | 0 | 1 to 86400 | 3600
          timeout_seconds | 86401 | 1 to 86400 | 3600
          """)
  @BadInput(
      value = Input.NUMBER_OUT_OF_RANGE,
      says =
          "column chunk_size: '1000000000000' is no whole number from 1 to 1000000.\nWrite such a number, or empty the cell for 16384.")
  @BadInput(
      value = Input.NUMBER_OUT_OF_RANGE,
      says =
          "column parallelism: 'abc' is no whole number from 1 to 64.\nWrite such a number, or empty the cell for 1.")
  void refusesNumbersOutOfRange(String column, String value, String range, String usual) {
    refused(
        with(full("a"), column, value),
        column,
        "'%s' is no whole number from %s.".formatted(value, range),
        "Write such a number, or empty the cell for " + usual + ".");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          source_type | Write postgresql, sqlite, sqlserver, azure_sql, oracle, mysql, jdbc or rest.
          source_name | Write the name of the connection.
          table_name | Write the table's name.
          load_type | Write FULL or INCREMENTAL.
          enabled | Write Y to run the job, N to leave it out.
          """)
  void requiresEachRequiredCell(String column, String mend) {
    refused(with(full("a"), column, null), column, "empty, but every enabled job needs it.", mend);
  }

  @Test
  void requiresAWatermarkColumnOfIncrementalJobs() {
    refused(
        with(full("a"), "load_type", "incremental"),
        "watermark_column",
        "empty, but load_type is INCREMENTAL.",
        "Name a column that only grows, such as updated_at, or set load_type to FULL.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          load_type | FUL | 'FUL' is not known. | Did you mean 'FULL'? Write FULL or INCREMENTAL.
          enabled | vielleicht | 'vielleicht' is not known. | Write Y or N.
          naming | snake | 'snake' is not known. | Write snake_case or as_is.
          write_disposition | snapshto | 'snapshto' is not known. | Did you mean 'snapshot'? Write snapshot, replace or append.
          source_type | postgress | 'postgress' is not known. | Did you mean 'postgresql'? Write postgresql, sqlite, sqlserver, azure_sql, oracle, mysql, jdbc or rest.
          write_disposition | append | 'append' does not go with load_type FULL: every run would add all rows again. | Write snapshot or replace, or set load_type to INCREMENTAL.
          lookback | 2d | it does not go with load_type FULL, which reads every row each time. | Empty the cell, or set load_type to INCREMENTAL.
          schema_contract | freze | 'freze' is not known. | Did you mean 'freeze'? Write evolve, freeze, discard_row or discard_value.
          schema_contract | rows=freeze | 'rows=freeze' names none of tables, columns and data_type. | Write one of evolve, freeze, discard_row, discard_value for all, or such as tables=evolve, columns=freeze, data_type=discard_value.
          schema_contract | variant | 'variant' is a word for types, not for tables and columns. | Write data_type=variant.
          schema_contract | columns=variant | 'variant' is a word for types, not for tables and columns. | Write data_type=variant.
          schema_contract | types=varient | 'varient' is not known. | Did you mean 'variant'? Write evolve, freeze, discard_row, discard_value or variant.
          schema_contract | columns=freeze, column=evolve | 'columns' stands there twice. | Leave one of them.
          job_id | a/b | 'a/b' cannot be the name of a folder on every system. | Use letters, digits and . _ - only, at most 100, such as a_b.
          job_id | CON | 'CON' cannot be the name of a folder on every system. | Use letters, digits and . _ - only, at most 100, such as job_CON.
          job_id | .. | '..' cannot be the name of a folder on every system. | Use letters, digits and . _ - only, at most 100, such as job_.
          target_folder_path | ../../etc | '../../etc' holds the step '..'. | Write folders below the destination's root, separated by /, such as sales/erp.
          target_folder_path | /etc | '/etc' begins outside the destination's root. | Write folders below the destination's root, separated by /, such as sales/erp.
          target_folder_path | / | '/' begins outside the destination's root. | Write folders below the destination's root, separated by /, such as sales/erp.
          target_folder_path | C:/data | 'C:/data' holds a colon, as drives and URLs do. | Write folders below the destination's root, separated by /, such as sales/erp.
          target_folder_path | a\\b | 'a\\b' holds a backslash. | Write folders below the destination's root, separated by /, such as sales/erp.
          target_folder_path | a//b | 'a//b' holds an empty folder name. | Write folders below the destination's root, separated by /, such as sales/erp.
          target_folder_path | a/NUL.txt | 'a/NUL.txt' uses the name NUL.txt, which Windows keeps for a device. | Write folders below the destination's root, separated by /, such as sales/erp.
          target_folder_path | _penstock/x | '_penstock/x' uses the name _penstock, where the commit log lives. | Write folders below the destination's root, separated by /, such as sales/erp.
          target_container | a/b | 'a/b' holds more than one folder. | Write one name, such as raw; further folders go into target_folder_path.
          target_container | .. | '..' holds the step '..'. | Write one name, such as raw; further folders go into target_folder_path.
          query_filter | a = 1; DROP TABLE b | character 6 holds a ;, which would end the statement and begin another. | Take it out; one cell is one condition or one SELECT.
          query_filter | a = 1 -- and b = 2 | character 7 begins a comment with --, which would hide the SQL that follows. | Take the comment out; the column description is for notes.
          query_filter | a /* b */ = 1 | character 3 begins a comment with /*, which would hide the SQL that follows. | Take the comment out; the column description is for notes.
          query_filter | a = 1) OR (b = 2 | character 6 closes a parenthesis that was not opened. | Balance the parentheses.
          query_filter | (a = 1 | character 6 leaves a parenthesis open. | Close every parenthesis.
          query_filter | a = ‘x’ | character 5 holds the typographic quote ‘, which is no SQL. | Write ' or " instead.
          query_filter | WHERE a = 1 | it begins with WHERE. | Leave the word out; it is added for you.
          query | DELETE FROM a | it does not begin with SELECT or WITH. | Write one SELECT; Penstock only reads from sources.
          query | SELECT 1; | character 9 holds a ;, which would end the statement and begin another. | Take it out; one cell is one condition or one SELECT.
          columns | a, b, a | it names 'a' twice. | Name it once.
          column_types | amount | 'amount' is no pair of a column and a type. | Write name=type, separated by commas, such as amount=decimal(38,9), note=text.
          column_types | a=text, a=int | it gives the column 'a' two types. | Give it one.
          """,
      quoteCharacter = '`')
  @BadInput(value = Input.FLAG, says = "column enabled: 'vielleicht' is not known.\nWrite Y or N.")
  @BadInput(
      value = Input.SEVERAL_STATEMENTS,
      says =
          "column query_filter: character 6 holds a ;, which would end the statement and begin another.\nTake it out; one cell is one condition or one SELECT.")
  @BadInput(
      value = Input.SEVERAL_STATEMENTS,
      says =
          "column query_filter: character 7 begins a comment with --, which would hide the SQL that follows.\nTake the comment out; the column description is for notes.")
  @BadInput(
      value = Input.PATH_OUTSIDE,
      says =
          "column target_folder_path: '../../etc' holds the step '..'.\nWrite folders below the destination's root, separated by /, such as sales/erp.")
  @BadInput(
      value = Input.PATH_OUTSIDE,
      says =
          "column target_container: '..' holds the step '..'.\nWrite one name, such as raw; further folders go into target_folder_path.")
  @Secures(Measure.PATHS)
  void refusesWhatIsWrong(String column, String value, String what, String mend) {
    refused(with(full("a"), column, value), column, what, mend);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2 hours | '2 hours' is no time of at most ten years and no number. | Write a time such as 30m, 2h or 1d for a watermark_column of dates or timestamps, a number such as 1000 for one of numbers.
          -5 | '-5' is no time of at most ten years and no number. | Write a time such as 30m, 2h or 1d for a watermark_column of dates or timestamps, a number such as 1000 for one of numbers.
          600w | '600w' is no time of at most ten years and no number. | Write a time such as 30m, 2h or 1d for a watermark_column of dates or timestamps, a number such as 1000 for one of numbers.
          """)
  void refusesALookbackThatIsNone(String text, String what, String mend) {
    refused(with(incremental("a"), "lookback", text), "lookback", what, mend);
  }

  @Test
  void aLookbackNeedsTheColumnsByWhichRowsAreCompared() {
    refused(
        with(with(incremental("a"), "lookback", "2h"), "columns", "id, total"),
        "lookback",
        "it needs the column 'updated_at', which the cell columns does not list.",
        "Add it to columns, or empty lookback.");
  }

  @ParameterizedTest
  @CsvSource({"Y, 50", "yes, 50", "10%, 10", "100 %, 100", "0.1, 10", "0.05, 5", "all, 100"})
  void readsHowManyRowsMayBeGone(String text, int percent) {
    assertThat(
            readJobs(
                    List.of(
                        with(with(incremental("a"), "primary_key", "id"), "detect_deletes", text)))
                .jobs()
                .get(0)
                .target()
                .deletes())
        .contains(new Deletes(percent));
  }

  @Test
  void looksForNoRowsThatAreGoneUnlessTold() {
    assertThat(readJobs(List.of(incremental("a"))).jobs().get(0).target().deletes()).isEmpty();
    assertThat(
            readJobs(List.of(with(incremental("a"), "detect_deletes", "N")))
                .jobs()
                .get(0)
                .target()
                .deletes())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"maybe", "0%", "101%", "1.5", "-10%"})
  void refusesToLookForRowsThatAreGoneBySomethingElse(String text) {
    refused(
        with(with(incremental("a"), "primary_key", "id"), "detect_deletes", text),
        "detect_deletes",
        "'%s' is neither Y nor N nor all, and no percentage from 1%% to 99%%.".formatted(text),
        "Write Y, or how many rows one run may find gone at most, such as 10%, or all.");
  }

  @Test
  void rowsThatAreGoneAreKnownByAKeyThatIsRead() {
    refused(
        with(incremental("a"), "detect_deletes", "Y"),
        "detect_deletes",
        "it needs a primary_key, by which a row is known.",
        "Name the key's columns in primary_key, or empty detect_deletes.");
    refused(
        with(
            with(with(incremental("a"), "primary_key", "id"), "detect_deletes", "Y"),
            "columns",
            "total, updated_at"),
        "detect_deletes",
        "it needs the column 'id', which the cell columns does not list.",
        "Add it to columns, or empty detect_deletes.");
    refused(
        with(with(full("a"), "primary_key", "id"), "detect_deletes", "Y"),
        "detect_deletes",
        "it does not go with load_type FULL, whose loads hold the rows that are there and no others.",
        "Empty the cell, or set load_type to INCREMENTAL.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Freeze | tables=freeze, columns=freeze, data_type=freeze",
        "columns=freeze | tables=evolve, columns=freeze, data_type=evolve",
        "Columns: discard_row; types = discard_value | tables=evolve, columns=discard_row, data_type=discard_value",
        "{\"tables\": \"freeze\", \"data_type\": \"evolve\"} | tables=freeze, columns=evolve, data_type=evolve",
        "data_type=Variant | tables=evolve, columns=evolve, data_type=variant",
        "null | tables=evolve, columns=evolve, data_type=evolve"
      })
  void readsAContract(String text, String contract) {
    assertThat(
            readJobs(List.of(with(incremental("a"), "schema_contract", text)))
                .jobs()
                .get(0)
                .target()
                .contract()
                .words())
        .isEqualTo(contract);
  }

  @ParameterizedTest
  @CsvSource({"2h, TIME, 7200", "1000.0, NUMBER, 1000", "0, NUMBER, 0", "1 d, TIME, 86400"})
  void readsALookback(String text, Lookback.Unit unit, BigDecimal amount) {
    assertThat(
            readJobs(List.of(with(incremental("a"), "lookback", text)))
                .jobs()
                .get(0)
                .extract()
                .cursor())
        .flatMap(Cursor::lookback)
        .hasValueSatisfying(
            lookback -> {
              assertThat(lookback.unit()).isEqualTo(unit);
              assertThat(lookback.amount()).isEqualByComparingTo(amount);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"snapshot", "replace"})
  void refusesToThrowAwayRowsOfIncrementalJobs(String disposition) {
    refused(
        with(incremental("a"), "write_disposition", disposition),
        "write_disposition",
        "'"
            + disposition
            + "' does not go with load_type INCREMENTAL: rows of earlier runs would be lost.",
        "Write append, or set load_type to FULL.");
  }

  @Test
  void refusesMergeWithTheReasonAndTheAlternatives() {
    refused(
        with(with(incremental("a"), "write_disposition", "merge"), "primary_key", "id"),
        "write_disposition",
        "'merge' is refused: rows in Parquet files cannot be changed in place, and nothing else is"
            + " done silently in its stead.",
        "Write append and take the newest row of each primary_key when reading, or set load_type to"
            + " FULL with snapshot or replace. merge will come with Delta and SQL destinations.");
  }

  @Test
  @BadInput(
      value = Input.LONG_NAME,
      says =
          "column table_name: 'or\\u000Aders' holds a line break or another control character.\nTake it out; in Excel the function CLEAN does that.")
  @BadInput(
      value = Input.LONG_NAME,
      says =
          "...' has 300 characters; no source has names of more than 255.\nWrite the name alone; a SELECT belongs into the column query.")
  void refusesNamesWithControlCharactersOrOfEndlessLength() {
    refused(
        with(full("a"), "table_name", "or\nders"),
        "table_name",
        "'or\\u000Aders' holds a line break or another control character.",
        "Take it out; in Excel the function CLEAN does that.");
    refused(
        with(full("a"), "table_name", "or_x0000_ders"),
        "table_name",
        "'or\\u0000ders' holds a line break or another control character.",
        "Take it out; in Excel the function CLEAN does that.");
    refused(
        with(full("a"), "table_name", "t".repeat(300)),
        "table_name",
        "'" + "t".repeat(80) + "...' has 300 characters; no source has names of more than 255.",
        "Write the name alone; a SELECT belongs into the column query.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../etc", "CON", "a/b", "x\"; DROP TABLE y;--", "a]b", "a`b", "größe", "表"})
  @BadInput(value = Input.TABLE_NAME_PATH, taken = "are names; the id made of them is harmless")
  void acceptsTableNamesThatAreOnlyOddAndMakesHarmlessIdsOfThem(String table) {
    Job job = onlyJob(full(table));
    assertThat(job.extract().tableName()).isEqualTo(table);
    assertThat(job.id()).matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}").startsWith("shop_");
  }

  @Test
  @BadInput(
      value = Input.FORMULA,
      says =
          "column table_name: cell C2 holds a formula without a stored value.\nOpen the workbook in Excel, let it calculate and save it; or type the value.")
  @BadInput(
      value = Input.FORMULA,
      says =
          "column table_name: cell C2 shows the error #REF!.\nMend its formula, or type the value.")
  @BadInput(
      value = Input.LONG_ID,
      says =
          "column table_name: cell C2 holds the number 1.2345678901234567E+18, of which Excel has dropped digits.\nFormat the cell as Text and type the value again.")
  @BadInput(
      value = Input.DATE,
      says =
          "column table_name: cell C2 holds the date 2026-01-31.\nIf Excel made a date of what was typed, format the cell as Text and type it again.")
  void refusesCellsWhoseValueNobodyKnows() {
    refused(
        with(full("a"), "table_name", new Xml("<c @><f>B9</f></c>")),
        "table_name",
        "cell C2 holds a formula without a stored value.",
        "Open the workbook in Excel, let it calculate and save it; or type the value.");
    refused(
        with(full("a"), "table_name", new Xml("<c @ t=\"e\"><f>#REF!</f><v>#REF!</v></c>")),
        "table_name",
        "cell C2 shows the error #REF!.",
        "Mend its formula, or type the value.");
    refused(
        with(full("a"), "table_name", new Xml("<c @><v>1.2345678901234567E+18</v></c>")),
        "table_name",
        "cell C2 holds the number 1.2345678901234567E+18, of which Excel has dropped digits.",
        "Format the cell as Text and type the value again.");
    refused(
        with(full("a"), "table_name", new Xml("<c @ s=\"1\"><v>46053</v></c>")),
        "table_name",
        "cell C2 holds the date 2026-01-31.",
        "If Excel made a date of what was typed, format the cell as Text and type it again.");
  }

  @Test
  @BadInput(
      value = Input.SAME_JOB_ID,
      says =
          "sheet SourceConfig, row 3, column job_id: 'orders' is also the job_id of row 2.\nGive each enabled row a job_id of its own; letter case makes no difference.")
  void refusesTheSameJobIdTwiceAlsoInAnotherCase() {
    WorkbookContents contents =
        readJobs(
            List.of(
                with(full("a"), "job_id", "Orders"),
                with(full("b"), "job_id", "orders"),
                full("c")));
    assertThat(messages(contents))
        .containsExactly(
            "sheet SourceConfig, row 2, column job_id: 'Orders' is also the job_id of row 3.\n"
                + "Give each enabled row a job_id of its own; letter case makes no difference.",
            "sheet SourceConfig, row 3, column job_id: 'orders' is also the job_id of row 2.\n"
                + "Give each enabled row a job_id of its own; letter case makes no difference.");
    assertThat(contents.jobs()).extracting(Job::id).containsExactly("shop_c");
    assertThat(contents.failedJobs()).containsExactly("Orders", "orders");
  }

  @Test
  void refusesTwoRowsWhoseNamesMakeTheSameId() {
    assertThat(messages(readJobs(List.of(full("a/b"), full("a_b")))))
        .first()
        .isEqualTo(
            "sheet SourceConfig, row 2, column job_id: empty, and the id 'shop_a_b' made of the"
                + " row's names is also that of row 3.\n"
                + "Give each enabled row a job_id of its own; letter case makes no difference.");
  }

  @Test
  @BadInput(
      value = Input.DEPENDENCY,
      says = "column depends_on: 'alpha' is the job itself.\nTake it out.")
  @BadInput(
      value = Input.DEPENDENCY,
      says =
          "column depends_on: there is no job 'alpah'.\nDid you mean 'alpha'? Write the job_id of an enabled row.")
  @BadInput(
      value = Input.DEPENDENCY,
      says =
          "column depends_on: the job 'gamma' is not enabled.\nSet enabled to Y in its row, or take it out here.")
  void refusesToWaitForJobsThatCannotCome() {
    assertThat(
            messages(
                readJobs(
                    List.of(
                        with(with(full("a"), "job_id", "alpha"), "depends_on", "alpha"),
                        with(with(full("b"), "job_id", "beta"), "depends_on", "alpah, gamma"),
                        with(with(full("c"), "job_id", "gamma"), "enabled", "N")))))
        .containsExactly(
            "sheet SourceConfig, row 2, column depends_on: 'alpha' is the job itself.\nTake it out.",
            "sheet SourceConfig, row 3, column depends_on: there is no job 'alpah'.\n"
                + "Did you mean 'alpha'? Write the job_id of an enabled row.",
            "sheet SourceConfig, row 3, column depends_on: the job 'gamma' is not enabled.\n"
                + "Set enabled to Y in its row, or take it out here.");
  }

  @Test
  @BadInput(
      value = Input.DEPENDENCY_CYCLE,
      says =
          "column depends_on: the job waits for itself: a -> b -> c -> a.\nTake out one of these dependencies.")
  void refusesJobsThatWaitForEachOtherAndLetsTheOthersRun() {
    WorkbookContents contents =
        readJobs(
            List.of(
                with(with(full("a"), "job_id", "a"), "depends_on", "b"),
                with(with(full("b"), "job_id", "b"), "depends_on", "C"),
                with(with(full("c"), "job_id", "c"), "depends_on", "a"),
                with(with(full("d"), "job_id", "d"), "depends_on", "A"),
                with(with(full("e"), "job_id", "e"), "depends_on", null)));
    assertThat(messages(contents))
        .containsExactly(
            "sheet SourceConfig, row 2, column depends_on: the job waits for itself: a -> b -> c"
                + " -> a.\nTake out one of these dependencies.",
            "sheet SourceConfig, row 3, column depends_on: the job waits for itself: b -> c -> a"
                + " -> b.\nTake out one of these dependencies.",
            "sheet SourceConfig, row 4, column depends_on: the job waits for itself: c -> a -> b"
                + " -> c.\nTake out one of these dependencies.");
    assertThat(contents.jobs()).extracting(Job::id).containsExactly("d", "e");
    assertThat(contents.jobs().get(0).dependsOn()).containsExactly("a");
  }

  @Test
  void reportsEverythingAtOnceAndRunsWhatIsRight() {
    Map<String, Object> wrong =
        with(with(with(full("a"), "load_type", "X"), "chunk_size", 0), "parallelism", 0);
    WorkbookContents contents = readJobs(List.of(wrong, full("b")));
    assertThat(contents.errors()).hasSize(3);
    assertThat(contents.problems())
        .allSatisfy(
            problem -> {
              assertThat(problem.severity()).isEqualTo(Severity.ERROR);
              assertThat(problem.jobId()).contains("shop_a");
            });
    assertThat(contents.generalErrors()).isEmpty();
    assertThat(contents.jobs()).extracting(Job::id).containsExactly("shop_b");
  }

  @Test
  void doesNotCheckDisabledRows() {
    Map<String, Object> wrong = with(with(full("x_*"), "enabled", "N"), "chunk_size", "abc");
    WorkbookContents contents = readJobs(List.of(wrong, full("b")));
    assertThat(messages(contents)).isEmpty();
    assertThat(contents.disabledJobs()).hasSize(1);
    assertThat(contents.jobs()).extracting(Job::id).containsExactly("shop_b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          query_filter | password='hunter2'
          query | SELECT * FROM f('postgres://joe:hunter2@db/x')
          params | {"api_key": "x", "a": "Bearer hunter2hunter2"}
          api_endpoint | https://joe:hunter2@example.com/v1
          """)
  @Secures(Measure.SECRETS_IN_OUTPUT)
  void warnsOfSecretsWithoutShowingThem(String column, String value) {
    assertThat(messages(with(full("a"), column, value)))
        .containsExactly(
            "sheet SourceConfig, row 2, column "
                + column
                + ": a secret seems to stand here, where everybody who may open the workbook reads"
                + " it.\nTake it out and put it into .dlt/secrets.toml or into the environment.");
  }

  @Test
  void showsNoSecretInAnError() {
    assertThat(messages(with(full("a"), "target_folder_path", "https://joe:hunter2@host/x")))
        .anyMatch(message -> message.contains("a value that looks like a secret holds a colon"))
        .noneMatch(message -> message.contains("hunter2"));
  }

  @Test
  void saysOnceThatOldColumnsAreNotUsed() {
    assertThat(
            messages(
                readJobs(
                    List.of(
                        with(full("a"), "partition_by", "day"),
                        with(full("b"), "partition_by", "day")))))
        .containsExactly(
            "sheet SourceConfig, row 2, column partition_by: filled in, but Penstock does not use"
                + " the column.\nThe setting layout decides the folders. Empty the column, or begin"
                + " its header with #.");
  }

  private void refused(Map<String, Object> row, String column, String what, String mend) {
    assertThat(messages(row))
        .containsExactly(
            "sheet SourceConfig, row 2, column %s: %s\n%s".formatted(column, what, mend));
    assertThat(readJobs(List.of(row)).jobs()).isEmpty();
  }

  @Test
  void aTableWithARowOfItsOwnIsNotMeantByTheWildcardOfAnother() {
    WorkbookContents contents =
        readJobs(
            List.of(
                with(full("all"), "table_name", "*"),
                with(full("own"), "table_name", "Orders"),
                with(with(full("archive"), "schema_name", "old"), "table_name", "items"),
                with(with(full("asked"), "table_name", "lines"), "query", "SELECT 1")));

    TablePattern pattern = contents.jobs().get(0).tables().orElseThrow();
    assertThat(pattern.matches("orders")).isFalse();
    assertThat(pattern.matches("items")).isTrue();
    assertThat(pattern.matches("lines")).isTrue();
  }

  @Test
  void anIdLikeThatOfATableOfAnotherRowIsRefused() {
    List<Map<String, Object>> rows =
        List.of(with(full("*"), "job_id", "all"), with(full("orders"), "job_id", "ALL.orders"));

    assertThat(messages(readJobs(rows)))
        .containsExactly(
            "sheet SourceConfig, row 3, column job_id: 'ALL.orders' begins like the ids of the tables that row 2 means.\nGive this row another job_id, one that does not begin with all..");
  }

  @Test
  void aWildcardNeedsTablesToChooseFrom() {
    refused(
        with(with(full("a"), "table_name", "sales_*"), "query", "SELECT 1"),
        "table_name",
        "'sales_*' holds a wildcard, but a query has no tables to choose from.",
        "Write the name that the table shall have at the destination.");
    refused(
        with(
            with(with(full("a"), "table_name", "sales_*"), "source_type", "rest"),
            "api_endpoint",
            "/v1/orders"),
        "table_name",
        "'sales_*' holds a wildcard, but an API has no tables to choose from.",
        "Write the name that the table shall have at the destination.");
  }
}

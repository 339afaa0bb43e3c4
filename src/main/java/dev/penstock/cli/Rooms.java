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

/** What the commands are about, as {@code app} wires it. */
public interface Rooms {
  /**
   * Reads the workbook and checks all that can be checked without a network.
   *
   * @throws dev.penstock.failure.ConfigException when it cannot be read at all
   */
  WorkbookContents read(WorkbookOptions options);

  /**
   * Begins, in the background, to make ready what takes long to load and a run will surely need;
   * may be left out.
   */
  void prepare();

  /** Opens what a run works with; the caller closes it. */
  Workshop open(WorkbookContents contents);

  /**
   * What is wrong with the secrets file without asking for any secret, such as who may read it.
   *
   * @throws dev.penstock.failure.ConfigException when it cannot be read at all
   */
  List<Problem> secretProblems();

  /**
   * What is wrong beyond the sheets and can be told without a network: the secrets file, the
   * destination, and what the jobs need of their sources.
   */
  List<Problem> offlineProblems(WorkbookContents contents);

  /**
   * Everything that a run of these jobs needs, to be looked at; reaches no network yet.
   *
   * @throws dev.penstock.failure.ConfigException when the secrets file cannot be read at all
   */
  List<Checkup> checkups(WorkbookContents contents, List<Job> jobs);

  /**
   * The tables of a source; see {@link dev.penstock.source.Explorable}.
   *
   * @throws dev.penstock.failure.IngestException CONFIG when this type of source has none
   */
  List<FoundTable> explore(
      WorkbookContents contents,
      SourceType type,
      String source,
      Optional<String> schema,
      BiPredicate<String, String> wanted);

  /**
   * An OpenAPI description, read without credentials.
   *
   * @param place a file, or an address that begins with {@code https://} or {@code http://}
   * @throws dev.penstock.failure.IngestException when it cannot be read, or is none
   */
  ApiDescription description(String place);

  /**
   * Where each key comes from that the sources of these jobs and the destination read; asks the key
   * vault if there is one.
   *
   * @throws dev.penstock.failure.ConfigException when a store cannot be read at all
   */
  List<KeyAnswer> keyAnswers(WorkbookContents contents, List<Job> jobs);

  /**
   * The secrets file, to be copied into the key vault; nothing is asked or written yet.
   *
   * @throws dev.penstock.failure.ConfigException when no vault is configured, or the file is none
   */
  SecretCopy secretCopy();
}

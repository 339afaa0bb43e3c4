package dev.penstock.engine.late;

import dev.penstock.destination.BatchWriter;
import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.Delivery;
import dev.penstock.destination.Load;
import dev.penstock.destination.LoadPlan;
import dev.penstock.destination.SplitResult;
import dev.penstock.engine.digest.Digest;
import dev.penstock.engine.digest.Scratch;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.source.Known;
import dev.penstock.source.Split;
import dev.penstock.source.Survey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Rows at and below the watermark: reads what the last load remembered of them, keeps what was
 * delivered from being delivered again, and remembers for the next load. Stands between the engine
 * and the destination, so that neither reading nor writing knows of it.
 */
public final class Overlap implements AutoCloseable {
  private final Job job;
  private final Limits limits;
  private final Scratch scratch;
  private final Optional<KnownRows> known;
  private Optional<Sieve> sieve = Optional.empty();
  private Predicate<Digest> forgotten = key -> false;

  /**
   * How much is remembered.
   *
   * @param chunkRows rows that are kept in memory at once
   * @param byWish the most rows for a lookback that the job asks for; more fail the load
   * @param byItself the most rows for what the source does by itself; with more it gives up
   */
  public record Limits(int chunkRows, long byWish, long byItself) {
    /** A row takes about 150 bytes in memory and 48 in files. */
    public static final Limits USUAL = new Limits(100_000, 20_000_000, 2_000_000);
  }

  private Overlap(Job job, Limits limits, Optional<KnownRows> known, Scratch scratch) {
    this.job = job;
    this.limits = limits;
    this.known = known;
    this.scratch = scratch;
  }

  /**
   * @param remembered as the last load wrote it, for the caller to close
   */
  public static Overlap of(Job job, Limits limits, InputStream remembered) throws IOException {
    Scratch scratch = new Scratch();
    try {
      KnownRows known = read(job, remembered, scratch.folder());
      return new Overlap(job, limits, Optional.of(known), scratch);
    } catch (IOException | RuntimeException | Error e) {
      scratch.close();
      throw e;
    }
  }

  /** Where the last load remembered nothing, or all rows are read anew. */
  public static Overlap knowingNothing(Job job, Limits limits) {
    return new Overlap(job, limits, Optional.empty(), new Scratch());
  }

  /**
   * What a file of remembered rows says of itself. Reads its beginning alone where rows come behind
   * it, as these do not matter here.
   */
  public static Known known(Job job, InputStream remembered) throws IOException {
    try {
      Header header = RowsFile.readHeader(remembered);
      if (header.definition().isOfSource()) {
        readOn(remembered);
      }
      return header.known();
    } catch (UnknownFormException e) {
      throw unknownForm(job, remembered, e);
    }
  }

  private static KnownRows read(Job job, InputStream remembered, Path folder) throws IOException {
    try {
      return KnownRows.read(remembered, folder);
    } catch (UnknownFormException e) {
      throw unknownForm(job, remembered, e);
    }
  }

  /** Whoever gives the content fails at its end when it is not what was written. */
  private static void readOn(InputStream content) throws IOException {
    content.transferTo(OutputStream.nullOutputStream());
  }

  private static IngestException unknownForm(
      Job job, InputStream remembered, UnknownFormException cause) throws IOException {
    readOn(remembered);
    return new IngestException(
        ErrorCode.STORAGE_REFUSED,
        ("%s: what job %s remembers of delivered rows cannot be read: this version does not know"
                + " the form of the file.\nRun the version that wrote it, or take everything up to the"
                + " watermark as delivered with: state set %s VALUE.")
            .formatted(job.place(), job.id(), job.id()),
        cause);
  }

  public Optional<Known> known() {
    return known.map(rows -> rows.header().known());
  }

  /**
   * Whether a load is to be made though no row is read: late rows can be told from now on alone,
   * and only a record can say since when.
   */
  public boolean begins(Survey survey) {
    return survey.late().lookedFor()
        && survey.window().after().isPresent()
        && survey.window().upTo().isPresent()
        && survey.late().again().isPresent()
        && known.isEmpty();
  }

  /**
   * From now on rows with these keys count as never delivered, as this load says that they are
   * gone; to be called before {@link #over}.
   *
   * @param keys digests of the job's {@code primary_key}
   */
  public void forget(Predicate<Digest> keys) {
    forgotten = keys;
  }

  /**
   * The same load, without the rows that were delivered before.
   *
   * @param splits all splits of the load
   */
  public Load over(Load load, Survey survey, List<Split> splits, Schema schema) {
    if (!survey.late().lookedFor() || survey.window().upTo().isEmpty()) {
      return load;
    }
    Sieve begun = new Sieve(job, limits, survey, schema, known, scratch.folder(), forgotten);
    sieve = Optional.of(begun);
    return new Load() {
      @Override
      public BatchWriter writer(int split) {
        return begun.writer(load.writer(split), split, part(splits, split));
      }

      @Override
      public BatchWriter tombstones(int split) {
        return load.tombstones(split);
      }

      /** Nobody goes on with it: what was seen of its rows dies with this process. */
      @Override
      public void keep(LoadPlan plan) {}

      @Override
      public void keep(SplitResult result) {}

      @Override
      public CommitRecord commit(Delivery delivery) {
        return load.commit(delivery);
      }

      @Override
      public void close() {
        load.close();
      }
    };
  }

  private static Split.Part part(List<Split> splits, int index) {
    return splits.stream().filter(s -> s.index() == index).findFirst().orElseThrow().part();
  }

  /** The delivery less what was dropped, with what is to be remembered. */
  public Delivery delivery(Survey survey, List<SplitResult> read, int attempts) {
    return sieve
        .map(s -> s.delivery(survey, read, attempts))
        .orElseGet(() -> new Delivery(survey, read, attempts));
  }

  /** Whether a delivery is not worth a record: nothing was new, and nothing is to be remembered. */
  public boolean foundNothing(Delivery delivery) {
    return sieve.isPresent()
        && delivery.rows() == 0
        && delivery.survey().window().after().equals(delivery.survey().window().upTo())
        && sieve.get().knewAll();
  }

  @Override
  public void close() {
    try {
      sieve.ifPresent(Sieve::close);
    } finally {
      scratch.close();
    }
  }

  /** Where the files are while it is open. */
  Path folder() {
    return scratch.folder();
  }

  /** How many entries are known. */
  int size() {
    return known.map(rows -> rows.entries().size()).orElse(0);
  }
}

package dev.penstock.destination.lake;

import dev.penstock.destination.BatchWriter;
import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.DataFile;
import dev.penstock.destination.DeliveredFile.Content;
import dev.penstock.destination.Delivery;
import dev.penstock.destination.Load;
import dev.penstock.destination.LoadPackage;
import dev.penstock.destination.LoadPlan;
import dev.penstock.destination.RememberedRows;
import dev.penstock.destination.SplitResult;
import dev.penstock.destination.StagedFile;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.job.Job;
import dev.penstock.job.LoadType;
import dev.penstock.parquet.ConstantColumn;
import dev.penstock.schema.LandedRows;
import dev.penstock.source.Burden;
import dev.penstock.source.Watermark;
import dev.penstock.source.Window;
import dev.penstock.storage.StoragePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One load package on its way into the lake. */
final class LakeLoad implements Load {
  private static final Logger LOG = LoggerFactory.getLogger(LakeLoad.class);

  /** What may be done with the staged files. */
  private enum Fate {
    /** No record names them. */
    ABANDONED,
    /** A record names them, or may. */
    KEPT
  }

  private final JobHome home;
  private final LakeSession session;
  private final LoadPackage loadPackage;
  private final TableColumns columns;
  private final StagedFiles staging;
  private final DraftFiles draft;
  private final Instant loadedAt;
  private final boolean taken;
  private final RememberedFiles remembered;
  private Fate fate = Fate.ABANDONED;
  private boolean planned;

  /**
   * @param taken the plan of the load that is taken up; empty for a new one
   */
  LakeLoad(
      JobHome home,
      LakeSession session,
      LoadPackage loadPackage,
      TableColumns columns,
      Optional<PlanFile> taken) {
    this.home = home;
    this.session = session;
    this.loadPackage = loadPackage;
    this.columns = columns;
    this.taken = taken.isPresent();
    this.planned = taken.isPresent();
    this.loadedAt = taken.map(PlanFile::loadedAt).orElseGet(home.clock()::instant);
    this.draft = new DraftFiles(home.storage(), home.paths().staging(loadPackage.loadId()));
    this.remembered = new RememberedFiles(home);
    this.staging =
        new StagedFiles(
            home.storage(),
            home.paths().staging(loadPackage.loadId()),
            taken.isPresent() ? tag() : "");
  }

  /** Whoever staged here before may be paused and not dead: no file gets a second writer. */
  private static String tag() {
    return "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  @Override
  public BatchWriter writer(int split) {
    return writer(split, Content.ROWS);
  }

  @Override
  public BatchWriter tombstones(int split) {
    return writer(split, Content.TOMBSTONES);
  }

  private BatchWriter writer(int split, Content content) {
    BatchWriter files =
        new LakeBatchWriter(staging, contents(content), split, home.options().targetFileBytes());
    return columns.isPlain() && content == Content.ROWS
        ? files
        : new EvolvingWriter(landed(content), files);
  }

  private LandedRows landed(Content content) {
    return new LandedRows(
        home.job().place(),
        content == Content.ROWS ? columns.evolution() : columns.evolution().withoutGuards(),
        columns.fields(),
        home.job().target().primaryKey());
  }

  private StagedFiles.Contents contents(Content content) {
    return new StagedFiles.Contents(
        columns.fields(), constants(content), home.options().parquet(), footer(content));
  }

  @Override
  public void keep(LoadPlan plan) {
    try {
      draft.write(new PlanFile(PlanFile.FORMAT, loadedAt, plan));
      planned = true;
    } catch (IngestException e) {
      LOG.warn(
          "job {}: a run after this one could not go on with it: {}",
          home.job().id(),
          e.getMessage());
    }
  }

  @Override
  public void keep(SplitResult result) {
    if (!planned) {
      return;
    }
    // Before it is written: whatever ends this, another attempt may find it.
    staging.keep(result);
    try {
      draft.write(result);
    } catch (IngestException e) {
      LOG.warn("split {} would be read again by a later run: {}", result.split(), e.getMessage());
    }
  }

  @Override
  public CommitRecord commit(Delivery delivery) {
    new DeliveryCheck(home.storage(), staging.folder(), home.job().place()).run(delivery.results());
    List<DataFile> added = dataFiles(delivery);
    CommitRecord commit = record(delivery, added, remembered.write(loadPackage, delivery));
    append(commit);
    return session.publish(commit);
  }

  @Override
  public void close() {
    if (fate == Fate.KEPT) {
      return;
    }
    try {
      abandon();
      remembered.abandon(loadPackage);
    } catch (IngestException e) {
      // Nobody sees staged files, and they go by age; whatever ended the load is worth more.
      LOG.warn("job {}: {}", home.job().id(), e.getMessage());
    }
  }

  /**
   * What others may count on stays, for good: they may be about to commit it. It goes when a later
   * record is there, or by age.
   */
  private void abandon() {
    if (taken || staging.hasKept()) {
      staging.deleteUnfinished();
    } else {
      home.storage().delete(staging.folder());
    }
  }

  private void append(CommitRecord commit) {
    // Kept before the store is asked: whatever ends this, the record may be there.
    fate = Fate.KEPT;
    try {
      session.append(commit);
    } catch (IngestException e) {
      if (e.code() != ErrorCode.COMMIT_UNKNOWN) {
        fate = Fate.ABANDONED;
      }
      throw e;
    }
  }

  private List<DataFile> dataFiles(Delivery delivery) {
    List<StagedFile> staged = new ArrayList<>();
    delivery.results().forEach(result -> staged.addAll(result.files()));
    if (staged.isEmpty() && home.job().loadType() == LoadType.FULL) {
      // So that readers see the columns of an empty table.
      staged.add(emptyFile());
    }
    Layout layout = home.layout();
    Placement placement = home.placement(loadPackage.runStartedAt());
    return staged.stream().map(file -> dataFile(file, layout, placement)).toList();
  }

  private DataFile dataFile(StagedFile file, Layout layout, Placement placement) {
    String fileId = StagedFiles.fileId(new StoragePath(file.path()));
    String loadId = PathNames.encode(loadPackage.loadId());
    StoragePath path = home.paths().base().resolve(layout.path(placement, loadId, fileId));
    return new DataFile(file.path(), path.value(), file.rows(), file.bytes(), file.crc32c());
  }

  private StagedFile emptyFile() {
    try (StagedFileWriter writer = staging.begin(0, contents(Content.ROWS))) {
      return writer.finish();
    }
  }

  private CommitRecord record(
      Delivery delivery, List<DataFile> added, Optional<RememberedRows> kept) {
    Job job = home.job();
    Window window = delivery.survey().window();
    return new CommitRecord(
        CommitRecord.format(
            CommitRecord.Kind.LOAD, kept, delivery.deletes(), delivery.survey().consistency()),
        session.next(),
        loadPackage.loadId(),
        UUID.randomUUID().toString(),
        loadPackage.runId(),
        job.id(),
        CommitRecord.Kind.LOAD,
        job.loadType(),
        job.target().disposition(),
        job.sourceName(),
        job.extract().tableName(),
        window.after(),
        watermark(window),
        added,
        replaced(),
        delivery.rows() + delivery.deletes(),
        sourceRows(delivery),
        home.partitionPath(loadPackage.runStartedAt()),
        columns.evolution().schema(),
        delivery.survey().consistency(),
        delivery.attempts(),
        delivery.survey().warnings(),
        loadPackage.jobStartedAt(),
        committedAt(),
        home.options().engineVersion(),
        Optional.empty(),
        kept,
        delivery.deletes(),
        delivery.discards().rows(),
        Optional.of(delivery.burden()).filter(asked -> !asked.equals(Burden.NONE)));
  }

  /** Those that were delivered before are not this load's. */
  private static OptionalLong sourceRows(Delivery delivery) {
    OptionalLong counted = delivery.survey().rows();
    return counted.isPresent()
        ? OptionalLong.of(counted.getAsLong() - delivery.dropped())
        : counted;
  }

  /** Never before the job began, though a clock may be set back meanwhile. */
  private Instant committedAt() {
    Instant now = home.clock().instant();
    Instant began = loadPackage.jobStartedAt();
    return now.isBefore(began) ? began : now;
  }

  private Optional<Watermark> watermark(Window window) {
    return switch (home.job().loadType()) {
      case FULL -> Optional.empty();
      case INCREMENTAL -> window.upTo().or(window::after);
    };
  }

  private List<String> replaced() {
    return LiveFiles.of(home)
        .replacedBy(
            home.job().target().disposition(),
            home.scope(loadPackage.runStartedAt()),
            session.next() - 1);
  }

  private List<ConstantColumn> constants(Content content) {
    List<ConstantColumn> constants = new ArrayList<>();
    for (String name : TableColumns.added(home)) {
      constants.add(
          switch (name) {
            case TableColumns.LOAD_ID -> ConstantColumn.text(name, loadPackage.loadId());
            case TableColumns.LOADED_AT -> ConstantColumn.timestamp(name, loadedAt);
            default -> ConstantColumn.flag(name, content == Content.TOMBSTONES);
          });
    }
    return constants;
  }

  private Map<String, String> footer(Content content) {
    Map<String, String> footer = new LinkedHashMap<>();
    footer.put(FooterKeys.LOAD_ID, loadPackage.loadId());
    footer.put(FooterKeys.JOB, home.job().id());
    footer.put(FooterKeys.SOURCE, home.job().sourceName());
    footer.put(FooterKeys.SCHEMA_VERSION, String.valueOf(columns.evolution().schema().version()));
    footer.put(FooterKeys.ENGINE_VERSION, home.options().engineVersion());
    if (content == Content.TOMBSTONES) {
      footer.put(FooterKeys.TOMBSTONES, "true");
    }
    return footer;
  }
}

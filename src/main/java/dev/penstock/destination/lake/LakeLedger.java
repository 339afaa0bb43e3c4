package dev.penstock.destination.lake;

import dev.penstock.destination.CommitRecord;
import dev.penstock.destination.DataFile;
import dev.penstock.destination.DeliveredFile;
import dev.penstock.destination.Drafts;
import dev.penstock.destination.Ledger;
import dev.penstock.schema.Evolution;
import dev.penstock.schema.TableSchema;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;

/** Reads the log of a job, whoever may be writing it. */
final class LakeLedger implements Ledger {
  private final JobHome home;

  LakeLedger(JobHome home) {
    this.home = home;
  }

  @Override
  public Optional<CommitRecord> last() {
    return home.log().last();
  }

  @Override
  public List<CommitRecord> all() {
    return home.log().all();
  }

  @Override
  public List<CommitRecord> newest(int most) {
    return home.log().newest(most);
  }

  @Override
  public Optional<InputStream> remembered(CommitRecord commit) {
    return new RememberedFiles(home).open(commit);
  }

  @Override
  public List<DataFile> live() {
    return LiveFiles.of(home).all(last().map(CommitRecord::sequence).orElse(0L));
  }

  @Override
  public DeliveredFile open(DataFile file, Schema columns) {
    return PublishedFile.open(home, file, columns, schema());
  }

  @Override
  public String partitionPath(Instant startedAt) {
    return home.partitionPath(startedAt);
  }

  @Override
  public Evolution evolution(Schema source) {
    return TableColumns.of(home, schema(), source).evolution();
  }

  private TableSchema schema() {
    return last().map(CommitRecord::schema).orElse(TableSchema.NONE);
  }

  @Override
  public Drafts drafts() {
    return new LakeDrafts(home, last(), true);
  }
}

package dev.penstock.destination;

import dev.penstock.schema.Evolution;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;

/** The commit records of one job. */
public interface Ledger {
  /** The newest record; empty before the first. */
  Optional<CommitRecord> last();

  /** Every record, oldest first. */
  List<CommitRecord> all();

  /** The newest records, newest first, no more than so many. */
  List<CommitRecord> newest(int most);

  /**
   * What a record's job remembers of delivered rows, whole as its {@link Remembering} wrote it;
   * empty when it remembers none. The caller closes the stream, whose end fails when the bytes are
   * not those that were written.
   *
   * @throws dev.penstock.failure.IngestException STORAGE_REFUSED when they are gone
   */
  Optional<InputStream> remembered(CommitRecord commit);

  /** The files that are published now; reads every record back to the last that replaced all. */
  List<DataFile> live();

  /**
   * Reads some columns of a published file. The caller closes it.
   *
   * @param columns as the source names them, with the types in which they are wanted
   * @throws dev.penstock.failure.IngestException STORAGE when it cannot be read; VALUE when it has
   *     no such column, or one whose values do not fit the type
   */
  DeliveredFile open(DataFile file, Schema columns);

  /**
   * The folder that a load begun now would fill, as people write it, such as {@code
   * data/shop/orders/2026/11/21}.
   */
  String partitionPath(Instant startedAt);

  /** What a load of these columns of the source, begun now, does to those of the table. */
  Evolution evolution(Schema source);

  /** What was begun on top of the newest record. */
  Drafts drafts();
}

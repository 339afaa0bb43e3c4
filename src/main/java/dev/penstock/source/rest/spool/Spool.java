package dev.penstock.source.rest.spool;

import dev.penstock.source.Split.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The records of one run, in files below a folder that only the owner can open. Filled page by page
 * by one thread; then its rows are read, by several if need be.
 */
public final class Spool implements AutoCloseable {
  private final Path folder;
  private final RowFile fresh;
  private final RowFile again;
  private final Treatments treatments;
  private final Field.Fields fields;
  private final Row row = new Row();
  private final Row treated = new Row();
  private Optional<Lists> lists = Optional.empty();
  private Page page;

  /** Takes lists out of records, page by page as the spool itself. */
  public interface Lists {
    /**
     * What is kept of a record beside its lists.
     *
     * @param record not kept
     */
    Row without(Row record, Part part) throws IOException;

    void beginPage() throws IOException;

    void dropPage() throws IOException;

    void endPages() throws IOException;
  }

  /** Where a page began. */
  private record Page(RowFile.Mark fresh, RowFile.Mark again, List<Seen> seen) {}

  public Spool() {
    this(Treatments.NONE);
  }

  /**
   * @param treatments of what is kept
   */
  public Spool(Treatments treatments) {
    this.treatments = treatments;
    this.fields = new Field.Fields(treatments);
    try {
      folder =
          Files.createTempDirectory(
              "penstock-rest-" + ProcessHandle.current().pid() + "-", ownerOnly());
      fresh = new RowFile(folder, "new");
      again = new RowFile(folder, "again");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Has lists taken out; to be called before the first page. */
  public void hand(Lists taker) {
    lists = Optional.of(taker);
  }

  /** A column that the API's records do not have, under exactly this name. */
  public Field added(String name) {
    return fields.added(name);
  }

  /** The names of the columns, for values that were put into a row of this spool. */
  public List<Field> columns() {
    return Collections.unmodifiableList(fields.columns());
  }

  /** What records hold. */
  public Field root() {
    return fields.root();
  }

  /**
   * The field whose values are in a column of this name; letter case counts only where two differ.
   */
  public Optional<Field> find(String column) {
    return fields.columns().stream()
        .filter(field -> field.name().equals(column))
        .findFirst()
        .or(
            () ->
                fields.columns().stream()
                    .filter(field -> field.name().equalsIgnoreCase(column))
                    .findFirst());
  }

  /** How many columns there are up to now. */
  public int width() {
    return fields.columns().size();
  }

  /** The names of the columns up to now. */
  public List<String> names() {
    return fields.columns().stream().map(Field::name).toList();
  }

  /** Those of columns that are neither masked nor left out. */
  public List<String> untouched() {
    return fields.columns().stream()
        .filter(field -> field.treatment() == Treatment.KEEP)
        .map(Field::name)
        .toList();
  }

  /** The names that are to be masked or left out and that no record had. */
  public List<String> untreated() {
    return treatments.unmet(names());
  }

  /** The record that is being read, or was read last. */
  public Row row() {
    return row;
  }

  /** The values of the record that was read, as JSON writes them, by the names of their columns. */
  public SortedMap<String, String> literals() {
    SortedMap<String, String> literals = new TreeMap<>();
    for (Field field : fields.columns()) {
      row.literal(field).ifPresent(literal -> literals.put(field.name(), literal));
    }
    return literals;
  }

  /** Begins a page; {@link #dropPage} goes back to here. */
  public void beginPage() throws IOException {
    page = new Page(fresh.mark(), again.mark(), fields.copy());
    if (lists.isPresent()) {
      lists.get().beginPage();
    }
  }

  /** Forgets all records since the page began. */
  public void dropPage() throws IOException {
    fresh.backTo(page.fresh());
    again.backTo(page.again());
    fields.restore(page.seen());
    if (lists.isPresent()) {
      lists.get().dropPage();
    }
  }

  /** Keeps the record that was read. */
  public void keep(Part part) throws IOException {
    Row written = row;
    if (!treatments.rules().isEmpty()) {
      treatments.treat(row, fields.columns(), treated);
      written = treated;
    }
    if (lists.isPresent()) {
      written = lists.get().without(written, part);
    }
    fields.note(written);
    RowFile file = file(part);
    RowPacker.pack(written, file);
    file.endRow();
  }

  /** To be called behind the last page, before anything is read. */
  public void endPages() throws IOException {
    fresh.flush();
    again.flush();
    if (lists.isPresent()) {
      lists.get().endPages();
    }
  }

  /** How many records were kept of a part. */
  public long rows(Part part) {
    return file(part).rows();
  }

  RowFile file(Part part) {
    return part == Part.NEW ? fresh : again;
  }

  Field.Fields fields() {
    return fields;
  }

  @Override
  public void close() {
    try (RowFile one = fresh;
        RowFile other = again) {
      assert one != other;
    } finally {
      deleteFolder();
    }
  }

  private void deleteFolder() {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

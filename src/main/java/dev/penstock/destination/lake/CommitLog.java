package dev.penstock.destination.lake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.penstock.destination.CommitRecord;
import dev.penstock.failure.CommitUnknownException;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** The commit records of one job in a store. They are the only truth about what was loaded. */
final class CommitLog {
  private static final Pattern RECORD = Pattern.compile("\\d{20}\\.json");
  private static final int HINT_DIGITS = 20;

  /** That of 60,000 files. Whatever is larger was not written here and is not read. */
  static final int MOST_BYTES = 16 << 20;

  private final Storage storage;
  private final JobPaths paths;

  CommitLog(Storage storage, JobPaths paths) {
    this.storage = storage;
    this.paths = paths;
  }

  /** Three requests, however many records there are, when the hint does not lag. */
  Optional<CommitRecord> last() {
    Optional<CommitRecord> newest = hinted().or(this::newestListed);
    while (newest.isPresent()) {
      Optional<CommitRecord> next = find(newest.get().sequence() + 1);
      if (next.isEmpty()) {
        break;
      }
      newest = next;
    }
    return newest;
  }

  /** Every record, oldest first. */
  List<CommitRecord> all() {
    long newest = last().map(CommitRecord::sequence).orElse(0L);
    return LongStream.rangeClosed(1, newest).mapToObj(this::read).toList();
  }

  /** The newest records, newest first. */
  List<CommitRecord> newest(int most) {
    Optional<CommitRecord> last = last();
    List<CommitRecord> records = new ArrayList<>(last.stream().toList());
    long sequence = last.map(CommitRecord::sequence).orElse(0L) - 1;
    for (; sequence > 0 && records.size() < most; sequence--) {
      records.add(read(sequence));
    }
    return records;
  }

  boolean holds(long sequence) {
    return storage.find(paths.commit(sequence)).isPresent();
  }

  CommitRecord read(long sequence) {
    return find(sequence)
        .orElseThrow(
            () ->
                new IngestException(
                    ErrorCode.STORAGE_REFUSED,
                    place(paths.commit(sequence))
                        + ": the commit record is missing, though later ones are there.\n"
                        + "Restore the file from a backup; what it loaded is not known without"
                        + " it."));
  }

  private Optional<CommitRecord> find(long sequence) {
    StoragePath path = paths.commit(sequence);
    return bytes(path, MOST_BYTES).map(json -> parse(sequence, path, json));
  }

  private CommitRecord parse(long sequence, StoragePath path, byte[] json) {
    if (json.length > MOST_BYTES) {
      throw new IngestException(
          ErrorCode.STORAGE_REFUSED,
          "%s: larger than 16 MiB, which no commit record is.\n".formatted(place(path))
              + "Restore the file from a backup; do not delete it, or its rows may be loaded"
              + " twice.");
    }
    CommitRecord commit = CommitJson.read(place(path), json);
    if (commit.sequence() != sequence) {
      throw new IngestException(
          ErrorCode.STORAGE_REFUSED,
          "%s: holds record %d, not %d.\nRestore the file from a backup; records are never renamed."
              .formatted(place(path), commit.sequence(), sequence));
    }
    return commit;
  }

  /**
   * Makes a record real.
   *
   * @throws IngestException CONFLICT when another run has taken its sequence
   * @throws CommitUnknownException when it may or may not be real
   */
  void append(CommitRecord commit) {
    if (!put(commit)) {
      CommitRecord winner = winner(commit);
      // The store may have repeated a request whose answer was lost: then the record is our own.
      if (!winner.nonce().equals(commit.nonce())) {
        throw conflict(commit, winner);
      }
    }
  }

  /** The sequence up to which everything is surely published; 0 when that is not known. */
  long published() {
    return bytes(paths.published(), HINT_DIGITS)
        .map(bytes -> new String(bytes, US_ASCII))
        // Torn by a death in mid-write, it says nothing.
        .filter(text -> text.matches("\\d{" + HINT_DIGITS + "}"))
        .map(Long::parseLong)
        .orElse(0L);
  }

  void markPublished(long sequence) {
    byte[] digits = JobPaths.digits(sequence).getBytes(US_ASCII);
    try (Upload upload = storage.create(paths.published())) {
      upload.write(digits, 0, digits.length);
      upload.complete();
    }
  }

  private Optional<CommitRecord> hinted() {
    long sequence = published();
    return sequence == 0 ? Optional.empty() : find(sequence);
  }

  private Optional<CommitRecord> newestListed() {
    long newest = newestName();
    return newest == 0 ? Optional.empty() : Optional.of(read(newest));
  }

  /** The greatest sequence that a file in the log has; 0 when there is none. */
  long newestName() {
    return storage.list(paths.commits()).stream()
        .map(FileInfo::path)
        .map(StoragePath::name)
        .filter(name -> RECORD.matcher(name).matches())
        .mapToLong(name -> Long.parseLong(name.substring(0, name.indexOf('.'))))
        .max()
        .orElse(0L);
  }

  private boolean put(CommitRecord commit) {
    byte[] json = CommitJson.write(commit);
    if (json.length > MOST_BYTES) {
      throw new IngestException(
          ErrorCode.STORAGE_REFUSED,
          "job %s, load %s: it adds %,d files and takes away %,d, too many for one commit record.\n"
                  .formatted(
                      commit.jobId(),
                      commit.loadId(),
                      commit.added().size(),
                      commit.removed().size())
              + "Nothing of this load is visible. Raise the setting target_file_size.");
    }
    try {
      return storage.putIfAbsent(paths.commit(commit.sequence()), json);
    } catch (CommitUnknownException e) {
      throw unknown(commit, e);
    }
  }

  private CommitRecord winner(CommitRecord commit) {
    try {
      return read(commit.sequence());
    } catch (IngestException e) {
      throw unknown(commit, e);
    }
  }

  private CommitUnknownException unknown(CommitRecord commit, IngestException cause) {
    return new CommitUnknownException(
        "job %s, load %s: it is not known whether %s was written (%s).\n"
                .formatted(
                    commit.jobId(),
                    commit.loadId(),
                    place(paths.commit(commit.sequence())),
                    firstLine(cause))
            + "Nothing was deleted. Run the job again: it shows the load if the record is there, and"
            + " reads the rows anew if not.",
        cause);
  }

  private static IngestException conflict(CommitRecord commit, CommitRecord winner) {
    return new IngestException(
        ErrorCode.CONFLICT,
        "job %s: run %s committed record %d at %s, while load %s was being made.\n"
                .formatted(
                    commit.jobId(),
                    winner.runId(),
                    winner.sequence(),
                    winner.committedAt(),
                    commit.loadId())
            + "Nothing of this load is visible. Run the job again, and never twice at once.");
  }

  /** What a file holds, but at most one byte more than {@code most}. */
  private Optional<byte[]> bytes(StoragePath path, int most) {
    Optional<InputStream> content = storage.open(path, 0);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = content.get()) {
      return Optional.of(in.readNBytes(most + 1));
    } catch (IOException e) {
      throw new IngestException(
          ErrorCode.STORAGE,
          "cannot read %s: %s.\nCheck the store, then run the job again."
              .formatted(place(path), e.getMessage()),
          e);
    }
  }

  private String place(StoragePath path) {
    return storage.root() + "/" + path;
  }

  private static String firstLine(Exception e) {
    return e.getMessage().lines().findFirst().orElse("");
  }
}

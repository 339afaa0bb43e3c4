package dev.penstock.destination.lake;

import dev.penstock.destination.BatchWriter;
import dev.penstock.destination.StagedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Writes the rows of one split into files near the target size. */
final class LakeBatchWriter implements BatchWriter {
  private final StagedFiles staging;
  private final StagedFiles.Contents contents;
  private final int split;
  private final long targetFileBytes;
  private final List<StagedFile> finished = new ArrayList<>();
  private Optional<StagedFileWriter> open = Optional.empty();
  private long finishedBytes;

  LakeBatchWriter(
      StagedFiles staging, StagedFiles.Contents contents, int split, long targetFileBytes) {
    this.staging = staging;
    this.contents = contents;
    this.split = split;
    this.targetFileBytes = targetFileBytes;
  }

  @Override
  public void write(VectorSchemaRoot batch) {
    if (batch.getRowCount() == 0) {
      return;
    }
    if (open.isEmpty()) {
      open = Optional.of(staging.begin(split, contents));
    }
    open.get().write(batch);
    if (open.get().bytes() >= targetFileBytes) {
      endFile();
    }
  }

  @Override
  public long bytes() {
    return finishedBytes + open.map(StagedFileWriter::bytes).orElse(0L);
  }

  @Override
  public List<StagedFile> finish() {
    endFile();
    return List.copyOf(finished);
  }

  @Override
  public void close() {
    if (open.isPresent()) {
      StagedFileWriter abandoned = open.get();
      open = Optional.empty();
      abandoned.close();
    }
  }

  private void endFile() {
    if (open.isPresent()) {
      try (StagedFileWriter ending = open.get()) {
        open = Optional.empty();
        StagedFile file = ending.finish();
        finished.add(file);
        finishedBytes += file.bytes();
      }
    }
  }
}

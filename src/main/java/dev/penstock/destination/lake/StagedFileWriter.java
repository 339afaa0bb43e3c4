package dev.penstock.destination.lake;

import dev.penstock.destination.StagedFile;
import dev.penstock.parquet.ParquetBatchWriter;
import dev.penstock.parquet.ParquetSummary;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.Upload;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Writes one staged file. */
final class StagedFileWriter implements AutoCloseable {
  private final Upload upload;
  private final StagingSink sink;
  private final ParquetBatchWriter writer;

  StagedFileWriter(StoragePath path, Upload upload, StagedFiles.Contents contents) {
    this.upload = upload;
    this.sink = new StagingSink(path, upload);
    this.writer = open(contents);
  }

  private ParquetBatchWriter open(StagedFiles.Contents contents) {
    try {
      return new ParquetBatchWriter(
          contents.schema(), contents.constants(), contents.options(), contents.footer(), sink);
    } catch (RuntimeException | Error e) {
      closeAfter(e);
      throw e;
    }
  }

  private void closeAfter(Throwable failure) {
    try {
      upload.close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  void write(VectorSchemaRoot batch) {
    writer.write(batch);
  }

  /** What the file would have if it ended here, about. */
  long bytes() {
    return writer.bytes();
  }

  StagedFile finish() {
    ParquetSummary summary = writer.finish();
    upload.complete();
    return new StagedFile(sink.path().value(), summary.rows(), sink.bytes(), sink.crc32c());
  }

  @Override
  public void close() {
    try (upload) {
      writer.close();
    }
  }
}

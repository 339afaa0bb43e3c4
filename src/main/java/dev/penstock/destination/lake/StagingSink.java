package dev.penstock.destination.lake;

import dev.penstock.parquet.ByteSink;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.Upload;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Hands the bytes of one staged file to the store, and reckons their checksum on the way. */
final class StagingSink implements ByteSink {
  private final StoragePath path;
  private final Upload upload;
  private final CRC32C checksum = new CRC32C();
  private long bytes;

  StagingSink(StoragePath path, Upload upload) {
    this.path = path;
    this.upload = upload;
  }

  @Override
  public void write(byte[] content, int offset, int length) {
    upload.write(content, offset, length);
    checksum.update(content, offset, length);
    bytes += length;
  }

  StoragePath path() {
    return path;
  }

  long bytes() {
    return bytes;
  }

  /** Eight hexadecimal digits. */
  String crc32c() {
    return HexFormat.of().toHexDigits((int) checksum.getValue());
  }
}

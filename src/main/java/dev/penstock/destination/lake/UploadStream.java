package dev.penstock.destination.lake;

import dev.penstock.storage.Upload;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Bytes on their way into a file of the store, counted and summed up. */
final class UploadStream extends OutputStream {
  private final Upload upload;
  private final CRC32C checksum = new CRC32C();
  private long bytes;

  UploadStream(Upload upload) {
    this.upload = upload;
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) {
    upload.write(buffer, offset, length);
    checksum.update(buffer, offset, length);
    bytes += length;
  }

  long bytes() {
    return bytes;
  }

  String crc32c() {
    return HexFormat.of().toHexDigits((int) checksum.getValue());
  }
}

package dev.penstock.parquet;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Local files as {@link ParquetFooters} reads them. */
final class FooterFiles {
  private FooterFiles() {}

  static ParquetFooters.Bytes of(Path file) {
    return offset -> {
      InputStream in = Files.newInputStream(file);
      in.skipNBytes(offset);
      return in;
    };
  }
}

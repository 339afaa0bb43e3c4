package dev.penstock.engine.late;

import dev.penstock.engine.digest.EntryFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The rows that earlier loads delivered. Safe for use by several threads. */
record KnownRows(Header header, EntryFile entries) {
  /**
   * @param folder for the file, which is deleted with it
   */
  static KnownRows read(InputStream in, Path folder) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
    Header header = RowsFile.readHeader(buffered);
    Path file = folder.resolve("known");
    Files.copy(buffered, file, StandardCopyOption.REPLACE_EXISTING);
    return new KnownRows(header, EntryFile.open(file));
  }
}

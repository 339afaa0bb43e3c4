package dev.penstock.workbook;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** A workbook that people have made their own, while rows are added to it. */
final class WorkbookFile {
  private final Path path;
  private final XSSFWorkbook book;

  /** Adds something; returns what was added. */
  interface Addition<T> {
    T to(WorkbookFile file);
  }

  private WorkbookFile(Path path, XSSFWorkbook book) {
    this.path = path;
    this.book = book;
  }

  /**
   * Writes a workbook anew if something was added.
   *
   * @param count how much of it there is
   * @throws IngestException CONFIG when it is open elsewhere or cannot be written; it is as it was
   *     then
   */
  static <T> T change(Path path, Addition<T> addition, ToIntFunction<T> count) {
    requireClosed(path);
    try (InputStream in = Files.newInputStream(path);
        XSSFWorkbook book = new XSSFWorkbook(in)) {
      WorkbookFile file = new WorkbookFile(path, book);
      T added = addition.to(file);
      if (count.applyAsInt(added) > 0) {
        file.replace();
      }
      return added;
    } catch (IOException e) {
      throw refused(path, "it cannot be written: " + e.getMessage());
    }
  }

  private static void requireClosed(Path path) {
    WorkbookReader.lockBeside(path)
        .ifPresent(
            lock -> {
              throw refused(
                  path, "it is open in a spreadsheet program (" + lock + " stands beside it)");
            });
  }

  private static IngestException refused(Path path, String what) {
    return new IngestException(
        ErrorCode.CONFIG,
        "%s: %s.\nClose it, see that you may write it, and try again.".formatted(path, what));
  }

  IngestException refused(String what) {
    return refused(path, what);
  }

  Optional<XSSFSheet> sheet(String name) {
    for (int i = 0; i < book.getNumberOfSheets(); i++) {
      if (CellText.clean(book.getSheetName(i)).equalsIgnoreCase(name)) {
        return Optional.of(book.getSheetAt(i));
      }
    }
    return Optional.empty();
  }

  XSSFSheet newSheet(String name) {
    return book.createSheet(name);
  }

  /** Half a file never takes the place of a whole one. */
  private void replace() throws IOException {
    Path file = path.toRealPath();
    Path fresh = Files.createTempFile(file.getParent(), ".ingestion_config", ".xlsx");
    try {
      if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(file));
      }
      try (OutputStream out = Files.newOutputStream(fresh)) {
        book.write(out);
      }
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}

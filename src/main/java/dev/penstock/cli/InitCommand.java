package dev.penstock.cli;

import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.workbook.ExampleRows;
import dev.penstock.workbook.SecretsTemplate;
import dev.penstock.workbook.WorkbookTemplate;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes the files to start from. */
@Command(
    name = "init",
    description = {
      "Writes a template workbook (config/ingestion_config.xlsx) and a commented .dlt/secrets.toml.",
      "A file that is there already stays as it is."
    })
public final class InitCommand implements Callable<Integer> {
  private final Console console;
  private final String program;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      defaultValue = ".",
      description = "The folder to write to. Default: the current one.")
  private Path directory;

  /**
   * @param program how the user calls Penstock
   */
  public InitCommand(Console console, String program) {
    this.console = console;
    this.program = program;
  }

  @Override
  public Integer call() {
    Path folder = directory.normalize();
    Path workbook = folder.resolve("config").resolve("ingestion_config.xlsx");
    Path secrets = folder.resolve(".dlt").resolve("secrets.toml");
    try {
      if (isNew(workbook)) {
        WorkbookTemplate.write(workbook, ExampleRows.toCopy());
        console.print("wrote " + workbook + ": open it in Excel and fill in a row for each table");
      }
      if (isNew(secrets)) {
        writeSecrets(secrets);
        console.print("wrote " + secrets + ": put passwords here; only you can read it");
      }
    } catch (IOException e) {
      throw new IngestException(
          ErrorCode.CONFIG,
          "folder %s: nothing can be written there (%s).\nChoose another folder, or see to it that this user may write there."
              .formatted(directory, e.getClass().getSimpleName()),
          e);
    }
    console.print(next(folder));
    return ExitCode.DONE;
  }

  private String next(Path folder) {
    boolean here = folder.toString().isEmpty();
    return "Next: %s%s validate (then plan, then run)"
        .formatted(here ? "" : "cd " + folder + " && ", program);
  }

  private boolean isNew(Path file) throws IOException {
    if (Files.exists(file)) {
      console.print("kept " + file + ": it is there already");
      return false;
    }
    return true;
  }

  /** Readable by its owner alone from the moment that it exists, as is a folder made for it. */
  private static void writeSecrets(Path file) throws IOException {
    Path folder = file.getParent();
    Files.createDirectories(folder.toAbsolutePath().getParent());
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder, ownerAlone("rwx------"));
    }
    FileAttribute<?>[] attributes = ownerAlone("rw-------");
    Set<StandardOpenOption> options =
        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = Files.newByteChannel(file, options, attributes)) {
      channel.write(
          java.nio.ByteBuffer.wrap(
              SecretsTemplate.text().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
  }

  /** Elsewhere than on POSIX systems, a home folder's own rules keep others out. */
  private static FileAttribute<?>[] ownerAlone(String permissions) {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}

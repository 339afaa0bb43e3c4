package dev.penstock.storage.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.BiConsumer;

/** Visits the regular files of a tree, while others may be moving and deleting there. */
final class FileTree extends SimpleFileVisitor<Path> {
  private final BiConsumer<Path, BasicFileAttributes> visitor;

  FileTree(BiConsumer<Path, BasicFileAttributes> visitor) {
    this.visitor = visitor;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (attributes.isRegularFile() && !file.getFileName().toString().equals(LocalStorage.GUARD)) {
      visitor.accept(file, attributes);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
    return goneOr(e);
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
    return e == null ? FileVisitResult.CONTINUE : goneOr(e);
  }

  private static FileVisitResult goneOr(IOException e) throws IOException {
    if (e instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw e;
  }
}

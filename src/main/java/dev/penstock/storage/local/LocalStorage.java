package dev.penstock.storage.local;

import dev.penstock.failure.CommitUnknownException;
import dev.penstock.failure.IngestException;
import dev.penstock.storage.Described;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Files below one directory. The directory is made by the first write; looking at a store that does
 * not exist yet finds nothing.
 */
public final class LocalStorage implements Storage, Described {
  /** Never listed: where file systems without hard links keep their lock. */
  static final String GUARD = ".penstock.guard";

  private final String rootName;
  private final LocalPaths paths;
  private final Failures failures;
  private final Claims claims;

  /**
   * @param root as people write it, such as {@code data}; messages name it so
   */
  public LocalStorage(Path root) {
    this(root, Claims.PROBED);
  }

  LocalStorage(Path root, Claims.Choice choice) {
    this.rootName = root.toString();
    this.failures = new Failures(rootName, root);
    this.paths = new LocalPaths(root, failures);
    this.claims = new Claims(paths.root(), choice);
  }

  @Override
  public String root() {
    return rootName;
  }

  @Override
  public Optional<URI> endpoint() {
    return Optional.empty();
  }

  @Override
  public Map<String, String> identity() {
    return Map.of();
  }

  @Override
  public Map<String, String> facts() {
    return Map.of("disk", DiskSpace.of(paths.root()));
  }

  @Override
  public Optional<FileInfo> find(StoragePath path) {
    Path file = paths.resolve(path);
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.isRegularFile() ? Optional.of(info(path, attributes)) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failures.of("look at", path, e);
    }
  }

  @Override
  public List<FileInfo> list(StoragePath directory) {
    Path named = paths.resolve(directory);
    List<FileInfo> found = new ArrayList<>();
    try {
      if (Files.isDirectory(named)) {
        Path start = named.toRealPath();
        Files.walkFileTree(
            start,
            new FileTree(
                (file, attributes) ->
                    found.add(info(LocalPaths.below(directory, start, file), attributes))));
      }
    } catch (IOException e) {
      throw failures.of("list", directory, e);
    }
    found.sort(Comparator.comparing(FileInfo::path));
    return Collections.unmodifiableList(found);
  }

  @Override
  public Optional<InputStream> open(StoragePath path, long offset) {
    Path file = paths.resolve(path);
    try {
      InputStream in = Files.newInputStream(file);
      try {
        in.skipNBytes(offset);
        return Optional.of(in);
      } catch (IOException | RuntimeException e) {
        in.close();
        throw e;
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failures.of("read", path, e);
    }
  }

  @Override
  public Upload create(StoragePath path) {
    Path file = paths.resolve(path);
    try {
      Durable.makeDirectories(file.getParent());
      return new LocalUpload(path, file, failures);
    } catch (IOException e) {
      throw failures.of("create", path, e);
    }
  }

  @Override
  public boolean putIfAbsent(StoragePath path, byte[] content) {
    Path file = paths.resolve(path);
    Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
    try {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      Durable.makeDirectories(file.getParent());
      Durable.write(temporary, content);
      if (!claims.claim(temporary, file)) {
        return false;
      }
    } catch (IOException e) {
      throw notPut(path, file, failures.of("write", path, e));
    } finally {
      deleteQuietly(temporary);
    }
    makeNameDurable(path, file);
    return true;
  }

  @Override
  public Move move(StoragePath from, StoragePath to) {
    Path source = paths.resolve(from);
    Path target = paths.resolve(to);
    try {
      if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
        return Move.SOURCE_MISSING;
      }
      Durable.makeDirectories(target.getParent());
      if (!claims.claim(source, target) && !isHalfMoved(source, target)) {
        return Move.TARGET_EXISTS;
      }
      Durable.directory(target.getParent());
      if (Files.deleteIfExists(source) || !claims.keepOldName()) {
        Durable.directory(source.getParent());
      }
      return Move.MOVED;
    } catch (NoSuchFileException e) {
      // Somebody else moved it between the look and the claim.
      return Move.SOURCE_MISSING;
    } catch (IOException e) {
      throw failures.of("move " + failures.place(from) + " to", to, e);
    }
  }

  @Override
  public void delete(StoragePath path) {
    if (path.equals(StoragePath.ROOT)) {
      throw new IllegalArgumentException("the root of a store is not deleted");
    }
    Path file = paths.resolve(path);
    try {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.walkFileTree(file, new Deletion());
        Durable.directory(file.getParent());
      }
    } catch (NoSuchFileException e) {
      // Somebody else deleted it, parents and all: the wish is fulfilled.
      return;
    } catch (IOException e) {
      throw failures.of("delete", path, e);
    }
  }

  @Override
  public Optional<Lock> lock(StoragePath path) {
    Path file = paths.resolve(path);
    try {
      Durable.makeDirectories(file.getParent());
      return LocalLock.tryLock(file.getParent().toRealPath().resolve(file.getFileName()));
    } catch (IOException e) {
      throw failures.of("lock", path, e);
    }
  }

  /** Nothing is held between calls. */
  @Override
  public void close() {}

  /** A death between the two halves of a move by link leaves one file under both names. */
  private static boolean isHalfMoved(Path source, Path target) throws IOException {
    return Files.exists(source) && Files.exists(target) && Files.isSameFile(source, target);
  }

  private void makeNameDurable(StoragePath path, Path file) {
    try {
      Durable.directory(file.getParent());
    } catch (IOException e) {
      IngestException cause = failures.of("make durable", path, e);
      throw new CommitUnknownException(
          cause.getMessage() + "\nThe file is there, but might not outlive a power cut.", cause);
    }
  }

  /** A network drive may do what it is asked and then say that it failed. */
  private static IngestException notPut(StoragePath path, Path file, IngestException cause) {
    return Files.notExists(file, LinkOption.NOFOLLOW_LINKS)
        ? cause
        : new CommitUnknownException(
            cause.getMessage() + "\nYet there may be a file " + path + " now.", cause);
  }

  private static void deleteQuietly(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // The outcome is decided already; the clean-up of old files takes this one too.
      return;
    }
  }

  private static FileInfo info(StoragePath path, BasicFileAttributes attributes) {
    return new FileInfo(path, attributes.size(), attributes.lastModifiedTime().toInstant());
  }
}

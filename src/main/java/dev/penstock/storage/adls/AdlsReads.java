package dev.penstock.storage.adls;

import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.file.datalake.models.ListPathsOptions;
import com.azure.storage.file.datalake.models.PathItem;
import com.azure.storage.file.datalake.models.PathProperties;
import dev.penstock.storage.FileInfo;
import dev.penstock.storage.StoragePath;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Looks at the files of a container. */
final class AdlsReads {
  private final Container container;

  AdlsReads(Container container) {
    this.container = container;
  }

  Optional<FileInfo> find(StoragePath path) {
    return properties(path)
        .filter(found -> !Boolean.TRUE.equals(found.isDirectory()))
        .map(found -> info(path, found));
  }

  /** The file's ETag, which it keeps through renames; empty when there is no file. */
  Optional<String> etag(StoragePath path) {
    return properties(path)
        .filter(found -> !Boolean.TRUE.equals(found.isDirectory()))
        .map(PathProperties::getETag)
        .map(Etag::bare);
  }

  Optional<InputStream> open(StoragePath path, long offset) {
    try {
      return RangedStream.open(container, path, offset);
    } catch (RequestFailed e) {
      throw container.failures().of("read", path, e);
    }
  }

  List<FileInfo> list(StoragePath directory) {
    List<FileInfo> found = new ArrayList<>();
    try {
      Optional<String> next = addPage(directory, null, found);
      while (next.isPresent()) {
        next = addPage(directory, next.get(), found);
      }
    } catch (RequestFailed e) {
      if (e.answer().isMissing()) {
        // Also when the directory goes away between two pages: nothing is there any more.
        return List.of();
      }
      throw container.failures().of("list", directory, e);
    }
    found.sort(Comparator.comparing(FileInfo::path));
    return Collections.unmodifiableList(found);
  }

  private Optional<PathProperties> properties(StoragePath path) {
    try {
      return Optional.of(
          container
              .calls()
              .send(
                  timeout ->
                      container
                          .file(path)
                          .getPropertiesWithResponse(null, timeout, null)
                          .getValue()));
    } catch (RequestFailed e) {
      if (e.answer().isMissing()) {
        return Optional.empty();
      }
      throw container.failures().of("look at", path, e);
    }
  }

  /** Adds the files of one page; gives what the next one begins with. */
  private Optional<String> addPage(StoragePath directory, String token, List<FileInfo> found) {
    PagedResponse<PathItem> page =
        container.calls().send(timeout -> page(directory, token, timeout));
    for (PathItem item : page.getValue()) {
      if (!item.isDirectory()) {
        found.add(
            new FileInfo(
                container.path(item.getName()),
                item.getContentLength(),
                item.getLastModified().toInstant()));
      }
    }
    return Optional.ofNullable(page.getContinuationToken()).filter(next -> !next.isEmpty());
  }

  private PagedResponse<PathItem> page(StoragePath directory, String token, Duration timeout) {
    ListPathsOptions options = new ListPathsOptions().setRecursive(true);
    String name = container.name(directory);
    if (!name.isEmpty()) {
      options.setPath(name);
    }
    // Only the first of these pages is asked for: the iterator is lazy.
    Iterator<PagedResponse<PathItem>> pages =
        container.client().listPaths(options, timeout).iterableByPage(token).iterator();
    return pages.next();
  }

  private static FileInfo info(StoragePath path, PathProperties found) {
    return new FileInfo(path, found.getFileSize(), found.getLastModified().toInstant());
  }
}

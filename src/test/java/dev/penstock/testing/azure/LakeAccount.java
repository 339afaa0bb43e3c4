package dev.penstock.testing.azure;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The containers of one account, and the kind of account that it is. */
final class LakeAccount {
  /** Whether the account has directories of its own. */
  enum Namespace {
    HIERARCHICAL,
    FLAT
  }

  private final Map<String, LakeTree> containers = new ConcurrentHashMap<>();
  private final Optional<Path> folder;
  volatile Namespace namespace = Namespace.HIERARCHICAL;
  volatile int pageSize = 5000;
  volatile double timeScale = 1;

  LakeAccount(Optional<Path> folder) {
    this.folder = folder;
  }

  LakeTree create(String name) {
    LakeTree made = new LakeTree(folder, () -> timeScale);
    if (containers.putIfAbsent(name, made) != null) {
      throw new LakeError(409, "ContainerAlreadyExists", "The specified container already exists.");
    }
    return made;
  }

  LakeTree dfs(String name) {
    return Optional.ofNullable(containers.get(name))
        .orElseThrow(
            () ->
                new LakeError(
                    404, "FilesystemNotFound", "The specified filesystem does not exist."));
  }

  LakeTree blob(String name) {
    return Optional.ofNullable(containers.get(name))
        .orElseThrow(
            () ->
                new LakeError(404, "ContainerNotFound", "The specified container does not exist."));
  }

  void delete(String name) {
    blob(name);
    containers.remove(name);
  }

  void needHierarchy() {
    if (namespace == Namespace.FLAT) {
      throw new LakeError(
          400,
          "HierarchicalNamespaceNotEnabled",
          "Hierarchical namespace is not enabled for the specified account.");
    }
  }
}

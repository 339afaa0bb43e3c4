package dev.penstock.testing.azure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/** The paths of one container. Each method is atomic, as each call of the service is. */
final class LakeTree {
  /** The conditions a request carries about one path; empty text where it carries none. */
  record Conditions(String ifMatch, String ifNoneMatch, String leaseId) {
    static final Conditions NONE = new Conditions("", "", "");

    static Conditions of(LakeRequest request) {
      return new Conditions(
          request.header("If-Match").orElse(""),
          request.header("If-None-Match").orElse(""),
          request.header("x-ms-lease-id").orElse(""));
    }

    static Conditions ofSource(LakeRequest request) {
      return new Conditions(
          request.header("x-ms-source-if-match").orElse(""),
          request.header("x-ms-source-if-none-match").orElse(""),
          request.header("x-ms-source-lease-id").orElse(""));
    }
  }

  private static final AtomicLong NAMES = new AtomicLong(0x8DCB52A7D2C00000L);

  // A directory's children come right after it, before "dir-other": '/' sorts first.
  static final Comparator<String> ORDER = Comparator.comparing(path -> path.replace('/', '\u0001'));

  private final NavigableMap<String, LakeNode> nodes = new TreeMap<>(ORDER);
  private final Optional<Path> folder;
  private final DoubleSupplier timeScale;
  private final String etag = nextEtag();

  LakeTree(Optional<Path> folder, DoubleSupplier timeScale) {
    this.folder = folder;
    this.timeScale = timeScale;
  }

  static String nextEtag() {
    return "\"0x"
        + Long.toHexString(NAMES.incrementAndGet()).toUpperCase(java.util.Locale.ROOT)
        + "\"";
  }

  String etag() {
    return etag;
  }

  long now() {
    return (long) (System.nanoTime() * timeScale.getAsDouble());
  }

  synchronized Optional<LakeNode> find(String path) {
    return Optional.ofNullable(nodes.get(path));
  }

  synchronized LakeNode get(String path) {
    return find(path).orElseThrow(LakeError::pathNotFound);
  }

  synchronized LakeNode create(
      String path, String kind, Conditions conditions, Map<String, String> metadata) {
    LakeNode old = nodes.get(path);
    checkDestination(old, conditions);
    boolean directory = kind.equals("directory");
    if (old != null && old.directory && directory) {
      return old;
    }
    if (old != null && old.directory) {
      throw new LakeError(
          409,
          "PathConflict",
          "The specified path, or an element of the path, exists and its resource type is invalid"
              + " for this operation.");
    }
    makeParents(path);
    LakeNode made = node(directory);
    made.metadata = Map.copyOf(metadata);
    replace(path, made);
    return made;
  }

  private LakeNode node(boolean directory) {
    String tag = nextEtag();
    Optional<Path> spill =
        directory
            ? Optional.empty()
            : folder.map(under -> under.resolve(tag.substring(1, tag.length() - 1)));
    return new LakeNode(directory, tag, spill);
  }

  private void replace(String path, LakeNode made) {
    Optional.ofNullable(nodes.put(path, made)).ifPresent(LakeNode::discard);
  }

  private static void checkDestination(LakeNode old, Conditions conditions) {
    if (old != null && conditions.ifNoneMatch().equals("*")) {
      throw LakeError.exists();
    }
    checkMatch(old, conditions);
  }

  private static void checkMatch(LakeNode node, Conditions conditions) {
    String wanted = conditions.ifMatch();
    boolean differs =
        !wanted.isEmpty() && (node == null || (!wanted.equals("*") && !isTag(wanted, node)));
    boolean same = node != null && isTag(conditions.ifNoneMatch(), node);
    if (differs || same) {
      throw LakeError.conditionNotMet();
    }
  }

  /** The service takes a tag with quotes or without; the library sends both forms. */
  static boolean isTag(String condition, LakeNode node) {
    return condition.replace("\"", "").equals(node.etag.replace("\"", ""));
  }

  private void makeParents(String path) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      LakeNode parent = nodes.computeIfAbsent(path.substring(0, slash), name -> node(true));
      if (!parent.directory) {
        throw new LakeError(
            409,
            "PathConflict",
            "The specified path, or an element of the path, exists and its resource type is"
                + " invalid for this operation.");
      }
    }
  }

  /** The file to which bytes may be appended at this position. */
  synchronized LakeNode appendable(String path, long position, String leaseId) {
    LakeNode node = get(path);
    node.lease.check(leaseId, now());
    if (position < node.length) {
      throw invalidFlush();
    }
    return node;
  }

  /** Puts a file as it is. */
  synchronized LakeNode put(
      String path, InputStream content, int bytes, Conditions conditions, Map<String, String> meta)
      throws IOException {
    LakeNode node = create(path, "file", conditions, meta);
    if (bytes > 0) {
      node.add(0, node.receive(0, content, bytes));
      node.length = bytes;
    }
    return node;
  }

  /** Breaks everybody's leases. */
  synchronized void breakLeases() {
    nodes.values().stream()
        .filter(node -> node.lease.state(now()) == Lease.State.LEASED)
        .forEach(node -> node.lease.breakNow());
  }

  /** Lets everybody's leases run out now. */
  synchronized void lapseLeases() {
    nodes.values().stream()
        .filter(node -> node.lease.state(now()) == Lease.State.LEASED)
        .forEach(node -> node.lease.lapse(now()));
  }

  synchronized LakeNode flush(String path, long position, Conditions conditions) {
    LakeNode node = get(path);
    checkMatch(node, conditions);
    if (conditions.ifNoneMatch().equals("*")) {
      throw LakeError.conditionNotMet();
    }
    node.lease.check(conditions.leaseId(), now());
    if (!node.reaches(position)) {
      throw invalidFlush();
    }
    node.length = position;
    touch(node);
    return node;
  }

  static void touch(LakeNode node) {
    node.etag = nextEtag();
    node.modified = Instant.now();
  }

  private static LakeError invalidFlush() {
    return new LakeError(
        400,
        "InvalidFlushPosition",
        "The uploaded data is not contiguous or the position query parameter value is not equal to"
            + " the length of the file after appending the uploaded data.");
  }

  synchronized void rename(String from, String to, Conditions source, Conditions destination) {
    LakeNode moved = nodes.get(from);
    if (moved == null) {
      throw new LakeError(
          404, "SourcePathNotFound", "The source path for a rename operation does not exist.");
    }
    checkMatch(moved, source);
    moved.lease.check(source.leaseId(), now());
    checkRenameTarget(moved, from, to, destination);
    if (from.equals(to)) {
      return;
    }
    moveTree(from, to);
  }

  private void checkRenameTarget(LakeNode moved, String from, String to, Conditions conditions) {
    int slash = to.lastIndexOf('/');
    LakeNode parent = slash < 0 ? moved : nodes.get(to.substring(0, slash));
    if (parent == null) {
      throw new LakeError(
          404,
          "RenameDestinationParentPathNotFound",
          "The parent directory of the destination path does not exist.");
    }
    if (to.startsWith(from + "/")) {
      throw new LakeError(
          409,
          "InvalidRenameSourcePath",
          "The source directory cannot be the same as the destination directory, nor can the destination be a subdirectory of the source directory.");
    }
    LakeNode old = nodes.get(to);
    checkDestination(old, conditions);
    if (old == null) {
      return;
    }
    old.lease.check(conditions.leaseId(), now());
    if (old.directory != moved.directory) {
      throw new LakeError(
          409,
          "InvalidSourceOrDestinationResourceType",
          "The source and destination resource type must be identical.");
    }
    if (!below(to).isEmpty()) {
      throw new LakeError(
          409,
          "DestinationPathIsNotEmpty",
          "The destination path of a rename operation is a directory which is not empty.");
    }
  }

  private void moveTree(String from, String to) {
    List<String> children = below(from);
    replace(to, nodes.remove(from));
    for (String child : children) {
      nodes.put(to + child.substring(from.length()), nodes.remove(child));
    }
  }

  /** The names below a directory, in order; those of the whole container for the root. */
  synchronized List<String> below(String directory) {
    if (directory.isEmpty()) {
      return List.copyOf(nodes.keySet());
    }
    String prefix = directory + "/";
    List<String> names = new ArrayList<>();
    for (String name : nodes.tailMap(prefix, true).keySet()) {
      if (!name.startsWith(prefix)) {
        break;
      }
      names.add(name);
    }
    return names;
  }

  /** The files at this moment whose path begins so, by the rest of their path. */
  synchronized Map<String, AdlsServer.Stored> files(String beginning) throws IOException {
    Map<String, AdlsServer.Stored> files = new TreeMap<>();
    for (Map.Entry<String, LakeNode> entry : nodes.entrySet()) {
      LakeNode node = entry.getValue();
      if (!node.directory && entry.getKey().startsWith(beginning)) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        node.read(0, node.length, bytes);
        files.put(
            entry.getKey().substring(beginning.length()),
            new AdlsServer.Stored(bytes.toByteArray(), node.modified));
      }
    }
    return files;
  }

  /** Deletes at most {@code most} paths below a directory; true when the directory went as well. */
  synchronized boolean delete(
      String path, Optional<String> recursive, Conditions conditions, int most) {
    LakeNode node = get(path);
    checkMatch(node, conditions);
    node.lease.check(conditions.leaseId(), now());
    List<String> children = below(path);
    if (!children.isEmpty() && !recursive.orElse("").equals("true")) {
      throw new LakeError(
          409,
          "DirectoryNotEmpty",
          "The recursive query parameter value must be true to delete a non-empty directory.");
    }
    int first = Math.max(0, children.size() - most);
    for (String child : children.subList(first, children.size())) {
      nodes.remove(child).discard();
    }
    if (first == 0) {
      nodes.remove(path).discard();
    }
    return first == 0;
  }
}

package dev.penstock.testing.azure;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The calls of the blob endpoint. */
final class BlobRequests {
  private final LakeAccount account;

  BlobRequests(LakeAccount account) {
    this.account = account;
  }

  LakeAnswer answer(LakeRequest request) throws IOException {
    return switch (request.operation()) {
      case ACCOUNT -> accountInfo();
      case CREATE_CONTAINER -> container(201, account.create(request.container()));
      case CONTAINER_PROPERTIES -> container(200, account.blob(request.container()));
      case DELETE_CONTAINER -> deleteContainer(request);
      case READ -> read(request);
      case PROPERTIES -> properties(request);
      case LEASE_ACQUIRE, LEASE_RENEW, LEASE_CHANGE, LEASE_RELEASE, LEASE_BREAK -> lease(request);
      case METADATA -> metadata(request);
      case PUT_BLOB -> putBlob(request);
      default ->
          throw new LakeError(
              400,
              "InvalidHttpVerb",
              "The HTTP verb specified is invalid - it is not recognized by the server.");
    };
  }

  private LakeAnswer accountInfo() {
    return LakeAnswer.of(200)
        .with("x-ms-sku-name", "Standard_LRS")
        .with("x-ms-account-kind", "StorageV2")
        .with(
            "x-ms-is-hns-enabled",
            String.valueOf(account.namespace == LakeAccount.Namespace.HIERARCHICAL));
  }

  private static LakeAnswer container(int status, LakeTree tree) {
    return LakeAnswer.of(status)
        .with("ETag", tree.etag())
        .with("Last-Modified", ListingPage.RFC1123.format(Instant.now()));
  }

  private LakeAnswer deleteContainer(LakeRequest request) {
    account.delete(request.container());
    return LakeAnswer.of(202);
  }

  private LakeNode node(LakeRequest request) {
    LakeNode node =
        account
            .blob(request.container())
            .find(request.path())
            .orElseThrow(
                () -> new LakeError(404, "BlobNotFound", "The specified blob does not exist."));
    boolean other =
        request
            .header("If-Match")
            .filter(tag -> !tag.equals("*") && !LakeTree.isTag(tag, node))
            .isPresent();
    if (other) {
      throw LakeError.conditionNotMet();
    }
    return node;
  }

  private LakeAnswer properties(LakeRequest request) {
    LakeNode node = node(request);
    LakeTree tree = account.blob(request.container());
    return described(
        leaseOf(
            new LakeAnswer(200, new TreeMap<>(), node.length, (out, bytes) -> {}),
            node.lease,
            tree.now()),
        node);
  }

  private static LakeAnswer leaseOf(LakeAnswer answer, Lease lease, long now) {
    Lease.State state = lease.state(now);
    boolean leased = state == Lease.State.LEASED;
    if (leased) {
      answer.with("x-ms-lease-duration", lease.isEndless() ? "infinite" : "fixed");
    }
    return answer
        .with("x-ms-lease-state", state.name().toLowerCase(Locale.ROOT))
        .with("x-ms-lease-status", leased ? "locked" : "unlocked");
  }

  private static LakeAnswer described(LakeAnswer answer, LakeNode node) {
    node.metadata.forEach((name, value) -> answer.with("x-ms-meta-" + name, value));
    if (node.directory) {
      answer.with("x-ms-meta-hdi_isfolder", "true");
    }
    return DfsRequests.tagged(answer, node)
        .with("Content-Type", "application/octet-stream")
        .with("Accept-Ranges", "bytes")
        .with("x-ms-resource-type", node.directory ? "directory" : "file")
        .with("x-ms-blob-type", "BlockBlob")
        .with("x-ms-creation-time", ListingPage.RFC1123.format(node.created))
        .with("x-ms-server-encrypted", "true");
  }

  private LakeAnswer read(LakeRequest request) {
    LakeNode node = node(request);
    Optional<String> range = request.header("x-ms-range").or(() -> request.header("Range"));
    if (range.isEmpty()) {
      return described(content(200, node, 0, node.length), node);
    }
    String[] ends = range.get().replace("bytes=", "").split("-", 2);
    long from = Long.parseLong(ends[0]);
    if (from >= node.length) {
      throw new LakeError(
          416,
          "InvalidRange",
          "The range specified is invalid for the current size of the resource.",
          Map.of("Content-Range", "bytes */" + node.length));
    }
    long to = ends[1].isEmpty() ? node.length : Math.min(node.length, Long.parseLong(ends[1]) + 1);
    return described(content(206, node, from, to - from), node)
        .with("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + node.length);
  }

  private static LakeAnswer content(int status, LakeNode node, long from, long length) {
    return new LakeAnswer(
        status, new TreeMap<>(), length, (out, bytes) -> node.read(from, bytes, out));
  }

  private LakeAnswer lease(LakeRequest request) {
    LakeTree tree = account.blob(request.container());
    LakeNode node = node(request);
    String given = request.header("x-ms-lease-id").orElse("");
    String proposed =
        request.header("x-ms-proposed-lease-id").orElseGet(() -> UUID.randomUUID().toString());
    int seconds = request.header("x-ms-lease-duration").map(Integer::parseInt).orElse(-1);
    synchronized (tree) {
      LakeAnswer answer =
          switch (request.operation()) {
            case LEASE_ACQUIRE -> leased(201, node.lease.acquire(proposed, seconds, tree.now()));
            case LEASE_RENEW -> leased(200, node.lease.renew(given, tree.now()));
            case LEASE_CHANGE -> leased(200, node.lease.change(given, proposed));
            case LEASE_RELEASE -> {
              node.lease.release(given);
              yield LakeAnswer.of(200);
            }
            default -> {
              node.lease.breakNow();
              yield LakeAnswer.of(202).with("x-ms-lease-time", "0");
            }
          };
      return DfsRequests.tagged(answer, node);
    }
  }

  private static LakeAnswer leased(int status, String id) {
    return LakeAnswer.of(status).with("x-ms-lease-id", id);
  }

  private LakeAnswer metadata(LakeRequest request) {
    LakeNode node = node(request);
    LakeTree tree = account.blob(request.container());
    synchronized (tree) {
      node.lease.check(request.header("x-ms-lease-id").orElse(""), tree.now());
      if (request.query("comp").filter("metadata"::equals).isPresent()) {
        node.metadata = metadataOf(request.headers());
      }
      LakeTree.touch(node);
      return DfsRequests.tagged(LakeAnswer.of(200), node);
    }
  }

  private static Map<String, String> metadataOf(Map<String, List<String>> headers) {
    Map<String, String> values = new TreeMap<>();
    headers.forEach(
        (name, value) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (lower.startsWith("x-ms-meta-")) {
            values.put(lower.substring("x-ms-meta-".length()), value.get(0));
          }
        });
    return values;
  }

  private LakeAnswer putBlob(LakeRequest request) throws IOException {
    LakeTree tree = account.blob(request.container());
    LakeTree.Conditions conditions = LakeTree.Conditions.of(request);
    LakeNode node =
        tree.put(
            request.path(),
            request.body(),
            Math.toIntExact(request.contentLength()),
            conditions,
            metadataOf(request.headers()));
    return DfsRequests.tagged(LakeAnswer.of(201), node);
  }
}

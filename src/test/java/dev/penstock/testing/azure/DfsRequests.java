package dev.penstock.testing.azure;

import java.io.IOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The calls of the dfs endpoint. */
final class DfsRequests {
  private static final int PATHS_DELETED_AT_ONCE = 5000;
  private final LakeAccount account;

  DfsRequests(LakeAccount account) {
    this.account = account;
  }

  LakeAnswer answer(LakeRequest request) throws IOException {
    LakeTree tree = account.dfs(request.container());
    return switch (request.operation()) {
      case LIST -> ListingPage.of(tree, request, account.pageSize);
      case CREATE, CREATE_DIRECTORY -> create(tree, request);
      case RENAME -> rename(tree, request);
      case APPEND, APPEND_FLUSH -> append(tree, request);
      case FLUSH -> flush(tree, request);
      case DELETE -> delete(tree, request);
      case ACCESS_CONTROL, SET_ACCESS_CONTROL -> accessControl(tree, request);
      default ->
          throw new LakeError(
              400,
              "InvalidQueryParameterValue",
              "Value for one of the query parameters specified in the request URI is invalid.");
    };
  }

  private static LakeAnswer create(LakeTree tree, LakeRequest request) {
    LakeNode node =
        tree.create(
            request.path(),
            request.query("resource").orElse("file"),
            LakeTree.Conditions.of(request),
            properties(request.header("x-ms-properties").orElse("")));
    return tagged(LakeAnswer.of(201), node);
  }

  private static Map<String, String> properties(String header) {
    Map<String, String> values = new TreeMap<>();
    for (String pair : header.split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        byte[] value = Base64.getDecoder().decode(pair.substring(equals + 1).strip());
        values.put(
            pair.substring(0, equals).strip(),
            new String(value, java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    return values;
  }

  private LakeAnswer rename(LakeTree tree, LakeRequest request) {
    account.needHierarchy();
    String source = request.header("x-ms-rename-source").orElseThrow().split("\\?", 2)[0];
    String[] parts = LakeRequest.trim(LakeRequest.decode(source)).split("/", 2);
    if (!parts[0].equals(request.container())) {
      throw new LakeError(400, "InvalidSourceUri", "The source URI is invalid.");
    }
    tree.rename(
        parts[1],
        request.path(),
        LakeTree.Conditions.ofSource(request),
        LakeTree.Conditions.of(request));
    return LakeAnswer.of(201);
  }

  private static LakeAnswer append(LakeTree tree, LakeRequest request) throws IOException {
    long position = position(request);
    String leaseId = request.header("x-ms-lease-id").orElse("");
    LakeNode node = tree.appendable(request.path(), position, leaseId);
    int bytes = Math.toIntExact(request.contentLength());
    LakeNode.Piece piece = received(request, node, position, bytes);
    node.add(position, piece);
    LakeAnswer answer = LakeAnswer.of(202).with("x-ms-request-server-encrypted", "true");
    if (request.operation() == Operation.APPEND_FLUSH) {
      return tagged(
          answer, tree.flush(request.path(), position + bytes, LakeTree.Conditions.of(request)));
    }
    return answer;
  }

  /** As the service does, reckons an MD5 only where the caller sent one to compare with. */
  private static LakeNode.Piece received(
      LakeRequest request, LakeNode node, long position, int bytes) throws IOException {
    Optional<String> sent = request.header("Content-MD5");
    if (sent.isEmpty()) {
      return node.receive(position, request.body(), bytes);
    }
    MessageDigest md5 = md5();
    LakeNode.Piece piece =
        node.receive(position, new DigestInputStream(request.body(), md5), bytes);
    checkMd5(sent.get(), md5.digest());
    return piece;
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void checkMd5(String sent, byte[] real) {
    if (!MessageDigest.isEqual(real, Base64.getDecoder().decode(sent))) {
      throw new LakeError(
          400,
          "Md5Mismatch",
          "The MD5 value specified in the request did not match with the MD5 value calculated by"
              + " the server.");
    }
  }

  private static long position(LakeRequest request) {
    return request
        .query("position")
        .map(Long::parseLong)
        .orElseThrow(
            () ->
                new LakeError(
                    400,
                    "MissingRequiredQueryParameter",
                    "A query parameter that's mandatory for this request is not specified."));
  }

  private static LakeAnswer flush(LakeTree tree, LakeRequest request) {
    LakeNode node = tree.flush(request.path(), position(request), LakeTree.Conditions.of(request));
    return tagged(LakeAnswer.of(200), node);
  }

  private LakeAnswer delete(LakeTree tree, LakeRequest request) {
    boolean gone =
        tree.delete(
            request.path(),
            request.query("recursive"),
            LakeTree.Conditions.of(request),
            Math.min(account.pageSize, PATHS_DELETED_AT_ONCE));
    LakeAnswer answer = LakeAnswer.of(200);
    return gone ? answer : answer.with("x-ms-continuation", "+/ZGVsZXRl==");
  }

  private LakeAnswer accessControl(LakeTree tree, LakeRequest request) {
    account.needHierarchy();
    Optional<LakeNode> node =
        request.path().isEmpty() ? Optional.empty() : Optional.of(tree.get(request.path()));
    LakeAnswer answer =
        LakeAnswer.of(200)
            .with("x-ms-owner", "$superuser")
            .with("x-ms-group", "$superuser")
            .with("x-ms-permissions", "rwxr-x---")
            .with("x-ms-acl", "user::rwx,group::r-x,other::---")
            .with("ETag", tree.etag());
    return node.map(found -> tagged(answer, found)).orElse(answer);
  }

  static LakeAnswer tagged(LakeAnswer answer, LakeNode node) {
    return answer
        .with("ETag", node.etag)
        .with("Last-Modified", ListingPage.RFC1123.format(node.modified));
  }
}

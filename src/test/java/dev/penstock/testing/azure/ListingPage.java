package dev.penstock.testing.azure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One page of a listing, with its fields typed as the service types them: all of them text. */
final class ListingPage {
  static final DateTimeFormatter RFC1123 =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final ObjectMapper JSON = new ObjectMapper();

  private ListingPage() {}

  static LakeAnswer of(LakeTree tree, LakeRequest request, int pageSize) {
    String directory = LakeRequest.trim(request.query("directory").orElse(""));
    if (!directory.isEmpty()) {
      tree.get(directory);
    }
    String after = request.query("continuation").map(ListingPage::path).orElse("");
    int most = request.query("maxResults").map(Integer::parseInt).orElse(pageSize);
    List<String> names = new ArrayList<>(tree.below(directory));
    if (!request.query("recursive").orElse("false").equals("true")) {
      int start = directory.isEmpty() ? 0 : directory.length() + 1;
      names.removeIf(name -> name.indexOf('/', start) >= 0);
    }
    int from = after.isEmpty() ? 0 : firstBehind(names, after);
    int to = Math.min(names.size(), from + Math.min(most, pageSize));
    LakeAnswer answer =
        LakeAnswer.of(200, "application/json;charset=utf-8", json(tree, names.subList(from, to)));
    return to < names.size() ? answer.with("x-ms-continuation", token(names.get(to - 1))) : answer;
  }

  /** Also when the name that ended the last page has been deleted since. */
  private static int firstBehind(List<String> names, String after) {
    int found = Collections.binarySearch(names, after, LakeTree.ORDER);
    return found < 0 ? -found - 1 : found + 1;
  }

  private static String json(LakeTree tree, List<String> names) {
    List<Map<String, String>> paths = new ArrayList<>();
    for (String name : names) {
      tree.find(name).ifPresent(node -> paths.add(fields(name, node)));
    }
    try {
      return JSON.writeValueAsString(Map.of("paths", paths));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> fields(String name, LakeNode node) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("contentLength", String.valueOf(node.length));
    fields.put("etag", node.etag.replace("\"", ""));
    fields.put("group", "$superuser");
    if (node.directory) {
      fields.put("isDirectory", "true");
    }
    fields.put("lastModified", RFC1123.format(node.modified));
    fields.put("name", name);
    fields.put("owner", "$superuser");
    fields.put("permissions", node.directory ? "rwxr-x---" : "rw-r-----");
    return fields;
  }

  // The service's tokens are base64 with '+', '/' and '=': a caller who does not encode them fails.
  private static String token(String path) {
    return "+/" + Base64.getEncoder().encodeToString(path.getBytes(StandardCharsets.UTF_8)) + "==";
  }

  private static String path(String token) {
    if (!token.startsWith("+/") || !token.endsWith("==")) {
      throw new LakeError(
          400,
          "InvalidQueryParameterValue",
          "Value for one of the query parameters specified in the request URI is invalid.");
    }
    String inner = token.substring(2, token.length() - 2);
    return new String(Base64.getDecoder().decode(inner), StandardCharsets.UTF_8);
  }
}

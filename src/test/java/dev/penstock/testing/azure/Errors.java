package dev.penstock.testing.azure;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.util.UUID;

/** Refusals as bodies: JSON from the dfs endpoint, XML from the blob endpoint. */
final class Errors {
  private Errors() {}

  static LakeAnswer answer(LakeError error, LakeRequest request) {
    if (error.code().isEmpty()) {
      return LakeAnswer.of(error.status());
    }
    String text =
        error.getMessage() + "\nRequestId:" + UUID.randomUUID() + "\nTime:" + Instant.now();
    LakeAnswer answer =
        request.dfs()
            ? LakeAnswer.of(error.status(), "application/json;charset=utf-8", json(error, text))
            : LakeAnswer.of(error.status(), "application/xml", xml(error, text));
    error.headers().forEach(answer::with);
    return answer.with("x-ms-error-code", error.code());
  }

  private static String json(LakeError error, String text) {
    String detail =
        error.detail().isEmpty()
            ? ""
            : ",\"detail\":{\"AuthenticationErrorDetail\":\"" + quoted(error.detail()) + "\"}";
    return "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"%s}}"
        .formatted(error.code(), quoted(text), detail);
  }

  private static String quoted(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  private static String xml(LakeError error, String text) {
    String detail =
        error.detail().isEmpty()
            ? ""
            : "<AuthenticationErrorDetail>"
                + escaped(error.detail())
                + "</AuthenticationErrorDetail>";
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>%s</Code><Message>%s</Message>%s</Error>"
        .formatted(error.code(), escaped(text), detail);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}

package dev.penstock.testing.azure;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.util.UUID;

/** Refusals as bodies: JSON from the dfs endpoint, XML from the blob endpoint. */
final class Errors {
  private Errors() {}

  static LakeAnswer answer(LakeError error, LakeRequest request) {
    String text =
        error.getMessage() + "\nRequestId:" + UUID.randomUUID() + "\nTime:" + Instant.now();
    LakeAnswer answer =
        request.dfs()
            ? LakeAnswer.of(
                error.status(), "application/json;charset=utf-8", json(error.code(), text))
            : LakeAnswer.of(error.status(), "application/xml", xml(error.code(), text));
    error.headers().forEach(answer::with);
    return answer.with("x-ms-error-code", error.code());
  }

  private static String json(String code, String text) {
    String quoted = new String(JsonStringEncoder.getInstance().quoteAsString(text));
    return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + quoted + "\"}}";
  }

  private static String xml(String code, String text) {
    String safe = text.replace("&", "&amp;").replace("<", "&lt;");
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>"
        + code
        + "</Code><Message>"
        + safe
        + "</Message></Error>";
  }
}

package dev.penstock.testing.azure;

import java.util.Map;

/** A refusal as the service sends it: status, code and message. */
final class LakeError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String code;
  private final transient Map<String, String> headers;
  private final String detail;

  LakeError(int status, String code, String message) {
    this(status, code, message, Map.of());
  }

  LakeError(int status, String code, String message, Map<String, String> headers) {
    this(status, code, message, headers, "");
  }

  LakeError(int status, String code, String message, Map<String, String> headers, String detail) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = Map.copyOf(headers);
    this.detail = detail;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /** Why somebody is not let in, which the service tells apart from the message; or nothing. */
  String detail() {
    return detail;
  }

  Map<String, String> headers() {
    return headers;
  }

  static LakeError conditionNotMet() {
    return new LakeError(
        412,
        "ConditionNotMet",
        "The condition specified using HTTP conditional header(s) is not met.");
  }

  static LakeError exists() {
    return new LakeError(409, "PathAlreadyExists", "The specified path already exists.");
  }

  static LakeError pathNotFound() {
    return new LakeError(404, "PathNotFound", "The specified path does not exist.");
  }
}

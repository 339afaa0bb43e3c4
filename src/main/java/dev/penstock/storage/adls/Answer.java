package dev.penstock.storage.adls;

import dev.penstock.failure.RetryPolicy;
import java.util.Optional;

/**
 * What came of a request that did not succeed. Holds nothing of what was sent.
 *
 * @param status 0 when there was no answer
 * @param code the service's error code; empty when it gave none
 * @param text the service's words, which may quote signatures: to be read, never to be shown
 * @param retryAfter the header, as it came
 * @param requestId by which Microsoft's support finds the request; empty when there was no answer
 */
record Answer(
    Kind kind,
    int status,
    String code,
    String text,
    Optional<String> retryAfter,
    String requestId) {
  /** How a request failed. */
  enum Kind {
    /** The service answered with a status that says no. */
    REPLY,
    /** No answer in time. */
    TIMEOUT,
    /** The connection broke after it had been made. */
    BROKEN,
    /** There was no connection, so that nothing was sent. */
    NOT_CONNECTED,
    /** The host's name is not known. */
    UNKNOWN_HOST,
    /** The host's certificate is not trusted. */
    UNTRUSTED,
    /** There was no token to send. */
    NOT_SIGNED_IN,
    INTERRUPTED,
    /** Nothing that is known here. */
    STRANGE
  }

  static Answer none(Kind kind, String text) {
    return new Answer(kind, 0, "", text, Optional.empty(), "");
  }

  boolean mayPass() {
    return switch (kind) {
      case TIMEOUT, BROKEN, NOT_CONNECTED -> true;
      case REPLY -> RetryPolicy.mayPass(status);
      case UNKNOWN_HOST, UNTRUSTED, NOT_SIGNED_IN, INTERRUPTED, STRANGE -> false;
    };
  }

  /** Whether the service may have done what it was asked. */
  boolean mayHaveDone() {
    return switch (kind) {
      case TIMEOUT, BROKEN, INTERRUPTED, STRANGE -> true;
      case REPLY -> status == 408 || status >= 500;
      case NOT_CONNECTED, UNKNOWN_HOST, UNTRUSTED, NOT_SIGNED_IN -> false;
    };
  }

  /** Whether the service may still be going to do it: whoever answered was not the one who does. */
  boolean mayStillDo() {
    boolean ended = status == 503 || (status == 500 && !code.equals("OperationTimedOut"));
    return mayHaveDone() && !(kind == Kind.REPLY && ended);
  }

  boolean isMissing() {
    return kind == Kind.REPLY && status == 404 && !isMissingContainer();
  }

  boolean isMissingContainer() {
    return code.equals("FilesystemNotFound")
        || code.equals("ContainerNotFound")
        || code.equals("ContainerBeingDeleted")
        || code.equals("FilesystemBeingDeleted");
  }

  /** Whether the request was for a name that must be free, or a state that must be so. */
  boolean isTaken() {
    return kind == Kind.REPLY
        && switch (code) {
          case "PathAlreadyExists",
              "ConditionNotMet",
              "TargetConditionNotMet",
              "DestinationPathAlreadyExists",
              "ResourceAlreadyExists",
              "BlobAlreadyExists",
              "UnmodifiedSinceConditionNotMet" ->
              true;
          default -> code.isEmpty() && (status == 409 || status == 412);
        };
  }
}

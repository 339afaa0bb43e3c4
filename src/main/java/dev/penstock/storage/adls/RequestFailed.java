package dev.penstock.storage.adls;

/** Ends a request; becomes an IngestException, or an outcome, before it leaves this package. */
final class RequestFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Answer answer;

  RequestFailed(Answer answer, String message, Throwable cause) {
    super(message, cause);
    this.answer = answer;
  }

  Answer answer() {
    return answer;
  }
}

package dev.penstock.testing.azure;

import java.time.Duration;

/** The ways in which one request to a store goes wrong and a second one would not. */
public enum LakeFault {
  /** The connection breaks, and nothing was done. */
  RESET_BEFORE,
  /** It was done, and the connection breaks before the answer. */
  RESET_AFTER,
  /** It was done, and the answer is 500. */
  ERROR_AFTER,
  BAD_GATEWAY,
  BUSY,
  GATEWAY_TIMEOUT,
  REQUEST_TIMEOUT,
  THROTTLED,
  /** No answer until the client gives up; nothing is done. */
  STALL,
  /** The connection breaks in the middle of the answer's body. */
  TRUNCATED;

  /** Strikes the requests that the rule meets. */
  public FaultScript.Fault strike(FaultScript.Fault rule) {
    return switch (this) {
      case RESET_BEFORE -> rule.reset();
      case RESET_AFTER -> rule.afterApplying().reset();
      case ERROR_AFTER ->
          rule.afterApplying()
              .status(500, "InternalError", "The server encountered an internal error.");
      // Of a gateway: it knows no codes of the service.
      case BAD_GATEWAY -> rule.status(502, "", "");
      case BUSY -> rule.busy(Duration.ZERO);
      case GATEWAY_TIMEOUT -> rule.status(504, "", "");
      case REQUEST_TIMEOUT ->
          rule.status(
              408, "OperationTimedOut", "The operation could not be completed within the time.");
      case THROTTLED -> rule.throttled("Wed, 21 Oct 2015 07:28:00 GMT");
      case STALL -> rule.stall();
      case TRUNCATED -> rule.truncate();
    };
  }
}

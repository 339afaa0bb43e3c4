package dev.penstock.engine.late;

import java.io.IOException;

/** That what was read to be remembered rows is none that this version knows. */
final class UnknownFormException extends IOException {
  UnknownFormException(String message, Throwable cause) {
    super(message, cause);
  }

  UnknownFormException(String message) {
    super(message);
  }
}

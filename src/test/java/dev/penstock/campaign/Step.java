package dev.penstock.campaign;

import dev.penstock.campaign.WatchedStorage.Call;
import java.util.Optional;

/** The steps of the commit protocol, each known by the call to the store with which it begins. */
enum Step {
  LOCK,
  READ_THE_LOG,
  SWEEP,
  STAGE,
  CHECK,
  COMMIT,
  PUBLISH,
  TIDY,
  RELEASE;

  /** The step that such a call belongs to; empty where it may belong to several. */
  static Optional<Step> of(Call call) {
    String path = call.path().value();
    return switch (call.kind()) {
      case LOCK -> Optional.of(LOCK);
      case RELEASE -> Optional.of(RELEASE);
      case PUT -> Optional.of(COMMIT);
      case MOVE -> Optional.of(PUBLISH);
      case OPEN -> path.contains("/commits/") ? Optional.of(READ_THE_LOG) : Optional.empty();
      case LIST -> path.endsWith("/staging") ? Optional.of(SWEEP) : Optional.empty();
      case FIND -> path.contains("/staging/") ? Optional.of(CHECK) : Optional.empty();
      case DELETE -> path.contains("/staging/") ? Optional.of(TIDY) : Optional.empty();
      case CREATE ->
          path.endsWith("/published")
              ? Optional.of(TIDY)
              : path.contains("/staging/") ? Optional.of(STAGE) : Optional.empty();
      case WRITE, COMPLETE -> Optional.empty();
    };
  }
}

package dev.penstock.testing.azure;

/** The lease of one path. Times are nanoseconds of the server's own, scaled clock. */
final class Lease {
  /** What {@code x-ms-lease-state} says. */
  enum State {
    AVAILABLE,
    LEASED,
    EXPIRED,
    BROKEN
  }

  private static final long FOREVER = Long.MAX_VALUE;

  private String id = "";
  private long until;
  private long nanos;
  private boolean broken;

  State state(long now) {
    if (broken) {
      return State.BROKEN;
    }
    if (id.isEmpty()) {
      return State.AVAILABLE;
    }
    return held(now) ? State.LEASED : State.EXPIRED;
  }

  boolean isEndless() {
    return nanos == FOREVER;
  }

  private boolean held(long now) {
    return !broken && !id.isEmpty() && (until == FOREVER || now < until);
  }

  /** Refuses a write that does not name the lease which holds the path. */
  void check(String given, long now) {
    if (!held(now)) {
      return;
    }
    if (given.isEmpty()) {
      throw new LakeError(
          412,
          "LeaseIdMissing",
          "There is currently a lease on the resource and no lease ID was specified in the"
              + " request.");
    }
    if (!given.equals(id)) {
      throw new LakeError(
          412,
          "LeaseIdMismatchWithBlobOperation",
          "The lease ID specified did not match the lease ID for the resource.");
    }
  }

  String acquire(String proposed, int seconds, long now) {
    if (held(now) && !proposed.equals(id)) {
      throw new LakeError(409, "LeaseAlreadyPresent", "There is already a lease present.");
    }
    if (seconds != -1 && (seconds < 15 || seconds > 60)) {
      throw new LakeError(
          400,
          "InvalidHeaderValue",
          "The value for one of the HTTP headers is not in the correct format.");
    }
    id = proposed;
    broken = false;
    nanos = seconds == -1 ? FOREVER : seconds * 1_000_000_000L;
    until = seconds == -1 ? FOREVER : now + nanos;
    return id;
  }

  /** Also of a lease that has run out, as long as nobody else took one. */
  String renew(String given, long now) {
    mine(given);
    if (broken) {
      throw new LakeError(
          409, "LeaseIsBrokenAndCannotBeRenewed", "The lease has been broken explicitly.");
    }
    until = isEndless() ? FOREVER : now + nanos;
    return id;
  }

  String change(String given, String proposed) {
    mine(given);
    id = proposed;
    return id;
  }

  void release(String given) {
    mine(given);
    id = "";
    broken = false;
  }

  /** At once: nobody here asks for a period. */
  void breakNow() {
    if (id.isEmpty()) {
      throw new LakeError(
          409,
          "LeaseNotPresentWithLeaseOperation",
          "There is currently no lease on the blob/container.");
    }
    broken = true;
  }

  /** As if its time were over at this moment. */
  void lapse(long now) {
    until = now;
  }

  private void mine(String given) {
    if (id.isEmpty()) {
      throw new LakeError(
          409,
          "LeaseNotPresentWithLeaseOperation",
          "There is currently no lease on the blob/container.");
    }
    if (!given.equals(id)) {
      throw new LakeError(
          409,
          "LeaseIdMismatchWithLeaseOperation",
          "The lease ID specified did not match the lease ID for the blob/container.");
    }
  }
}

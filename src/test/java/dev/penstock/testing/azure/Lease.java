package dev.penstock.testing.azure;

/** The lease of one path. Times are nanoseconds of the server's own, scaled clock. */
final class Lease {
  private String id = "";
  private long until;
  private long nanos;

  boolean held(long now) {
    return !id.isEmpty() && (until == Long.MAX_VALUE || now < until);
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
    nanos = seconds == -1 ? Long.MAX_VALUE : seconds * 1_000_000_000L;
    until = seconds == -1 ? Long.MAX_VALUE : now + nanos;
    return id;
  }

  String renew(String given, long now) {
    mine(given);
    until = nanos == Long.MAX_VALUE ? nanos : now + nanos;
    return id;
  }

  String change(String given, String proposed) {
    mine(given);
    id = proposed;
    return id;
  }

  void release(String given) {
    mine(given);
    drop();
  }

  void drop() {
    id = "";
  }

  private void mine(String given) {
    if (!given.equals(id) || id.isEmpty()) {
      throw new LakeError(
          409,
          "LeaseIdMismatchWithLeaseOperation",
          "The lease ID specified did not match the lease ID for the blob/container.");
    }
  }
}

package dev.penstock.storage.adls;

import dev.penstock.failure.CommitUnknownException;
import dev.penstock.failure.ErrorCode;
import dev.penstock.failure.IngestException;
import dev.penstock.storage.StoragePath;

/** Says what the service refused, and what to do about it. */
final class AdlsFailures {
  private final String root;
  private final Refusals refusals;
  private final Silences silences;

  /**
   * @param root the store's, as people write it
   */
  AdlsFailures(AdlsAddress address, String root, AdlsAccess access) {
    this.root = root;
    this.refusals = new Refusals(address, access);
    this.silences = new Silences(address, access);
  }

  /**
   * @param verb what was tried, as in {@code cannot <verb> abfss://lake@acct.../orders}
   */
  IngestException of(String verb, StoragePath path, RequestFailed failed) {
    String where = "cannot %s %s: ".formatted(verb, place(path));
    if (failed.getCause() instanceof IngestException signIn) {
      // Says already who could not sign in, why, and the mend.
      return new IngestException(signIn.code(), where + signIn.getMessage(), failed);
    }
    Refusal refusal = refusal(failed.answer());
    return new IngestException(refusal.code(), where + refusal.words(), failed);
  }

  /** A request that may or may not have put a file under its final name. */
  CommitUnknownException unknown(StoragePath path, RequestFailed failed) {
    return new CommitUnknownException(
        of("write", path, failed).getMessage() + "\nYet there may be a file " + path + " now.",
        failed);
  }

  String place(StoragePath path) {
    return path.equals(StoragePath.ROOT) ? root : root + "/" + path;
  }

  private Refusal refusal(Answer answer) {
    return switch (answer.kind()) {
      case REPLY -> refusals.of(answer);
      case INTERRUPTED ->
          new Refusal(ErrorCode.INTERRUPTED, "the run was told to stop.\nRun the job again.");
      case TIMEOUT, BROKEN, NOT_CONNECTED, UNKNOWN_HOST, UNTRUSTED, NOT_SIGNED_IN, STRANGE ->
          silences.of(answer);
    };
  }

  /**
   * Why not, and the mend.
   *
   * @param words what is wrong, a line break, what to do
   */
  record Refusal(ErrorCode code, String words) {
    static Refusal forGood(String what, String mend) {
      return new Refusal(ErrorCode.STORAGE_REFUSED, what + ".\n" + mend);
    }

    static Refusal forNow(String what, String mend) {
      return new Refusal(ErrorCode.STORAGE, what + ".\n" + mend);
    }

    static Refusal outOfReach(String what, String mend) {
      return new Refusal(ErrorCode.STORAGE_UNREACHABLE, what + ".\n" + mend);
    }
  }
}

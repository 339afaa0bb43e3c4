package dev.penstock.engine;

import dev.penstock.audit.Status;
import dev.penstock.destination.CommitRecord;
import dev.penstock.failure.ErrorCode;
import dev.penstock.source.Watermark;
import java.util.List;
import java.util.Optional;

/** How one job ended. */
public sealed interface JobResult {
  Status status();

  List<String> warnings();

  /** Why nothing was committed, and what to do; empty when the job succeeded or had nothing new. */
  String reason();

  <T> T when(Cases<T> cases);

  /** One method for each way to end. */
  interface Cases<T> {
    T loaded(Loaded loaded);

    T nothingNew(NothingNew nothingNew);

    T failed(Failed failed);

    T skipped(Skipped skipped);
  }

  /** The load is committed, and visible unless a warning says otherwise. */
  record Loaded(CommitRecord commit) implements JobResult {
    @Override
    public Status status() {
      return Status.SUCCESS;
    }

    @Override
    public List<String> warnings() {
      return commit.warnings();
    }

    @Override
    public String reason() {
      return "";
    }

    @Override
    public <T> T when(Cases<T> cases) {
      return cases.loaded(this);
    }
  }

  /**
   * No row lies past the watermark.
   *
   * @param watermark empty when no load has set one
   */
  record NothingNew(Optional<Watermark> watermark, List<String> warnings) implements JobResult {
    public NothingNew {
      warnings = List.copyOf(warnings);
    }

    @Override
    public Status status() {
      return Status.NOTHING_NEW;
    }

    @Override
    public String reason() {
      return "";
    }

    @Override
    public <T> T when(Cases<T> cases) {
      return cases.nothingNew(this);
    }
  }

  /** Nothing was committed, unless {@code code} is COMMIT_UNKNOWN. */
  record Failed(ErrorCode code, String message) implements JobResult {
    @Override
    public Status status() {
      return switch (code) {
        case CONFIG -> Status.VALIDATION_FAILED;
        case SECRET -> Status.SECRETS_INVALID;
        case CONFLICT -> Status.CONFLICT;
        case INTERRUPTED -> Status.INTERRUPTED;
        case LOGIN_REFUSED,
            SOURCE_UNREACHABLE,
            SOURCE_BUSY,
            SOURCE_REFUSED,
            VALUE,
            SCHEMA,
            COUNT_MISMATCH,
            STORAGE,
            STORAGE_UNREACHABLE,
            STORAGE_REFUSED,
            COMMIT_UNKNOWN,
            INTERNAL ->
            Status.FAILED;
      };
    }

    @Override
    public List<String> warnings() {
      return List.of();
    }

    @Override
    public String reason() {
      return message;
    }

    @Override
    public <T> T when(Cases<T> cases) {
      return cases.failed(this);
    }
  }

  /** The job was left out of the run. */
  record Skipped(@Override String reason, Cause cause) implements JobResult {
    /** Why it was. */
    public enum Cause {
      /** A job that it depends on did not succeed. */
      DEPENDENCY,
      /** Its source was in its blackout, or that of a job that it depends on. */
      BLACKOUT,
      /** Its table is new, and its schema_contract lets no new one in. */
      CONTRACT
    }

    @Override
    public Status status() {
      return Status.SKIPPED;
    }

    @Override
    public List<String> warnings() {
      return List.of();
    }

    @Override
    public <T> T when(Cases<T> cases) {
      return cases.skipped(this);
    }
  }
}
